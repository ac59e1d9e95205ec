/** An EventBridge that accepts everything, as a program of its own: its processor time must not count as the publisher's. */
import { startLoopbackBus } from '../../cold-start/loopback-bus.ts';

const { url } = await startLoopbackBus();
process.send?.(url);
// It ends with the process that started it, however that ends.
process.on('disconnect', () => process.exit());
