import { Agent } from 'node:https';
import type { Duplex } from 'node:stream';

/**
 * A connection that was idle for longer is presumed dead. Lambda freezes an idle process, which then does not see the
 * other side hang up.
 */
const IDLE_LIMIT_MS = 20_000;

/**
 * Keeps connections alive, but never uses one that was idle for more than 20 seconds of the wall clock, the only clock that goes on
 * while Lambda has frozen the process. A request on a dead connection would be lost or wait for its timeout.
 */
export class FreshAgent extends Agent {
  readonly #idleSince = new WeakMap<Duplex, number>();

  constructor() {
    // As the SDK sets up its own.
    super({ keepAlive: true, maxSockets: 50 });
  }

  override keepSocketAlive(socket: Duplex): boolean {
    this.#idleSince.set(socket, Date.now());
    // Node.js returns whether it keeps the socket; its types do not say so.
    const isKept: unknown = super.keepSocketAlive(socket);
    return isKept === true;
  }

  /** To be called before each request. */
  closeStale(): void {
    const oldest = Date.now() - IDLE_LIMIT_MS;
    for (const sockets of Object.values(this.freeSockets)) {
      for (const socket of sockets ?? []) if ((this.#idleSince.get(socket) ?? 0) < oldest) socket.destroy();
    }
  }
}
