import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRecord } from '../../local/template/json-values.ts';

/** The default inspector port of Node.js. */
const PORT = 9229;
const TIMEOUT_MS = 10_000;
/** How many times garbage is collected before the reading. */
const COLLECTIONS = 8;

/**
 * Runs in the process: reads its memory, on the heap and outside, and closes the inspector once this side has
 * disconnected.
 */
const READ_MEMORY = `
  setTimeout(() => process.getBuiltinModule('node:inspector').close(), 20);
  process.memoryUsage().heapUsed + process.memoryUsage().external`;

/**
 * The memory of Node.js processes after a garbage collection, on the heap and in buffers, in MiB by process id. Opens
 * the inspector in one process after the other, since all would use the same port.
 * @returns undefined if another program has that port. Processes that have ended are missing.
 */
export async function liveMemory(processIds: readonly number[]): Promise<ReadonlyMap<number, number> | undefined> {
  const held = new Map<number, number>();
  for (const processId of processIds) {
    if (!(await becomesFree())) return undefined;
    try {
      process.kill(processId, 'SIGUSR1');
      held.set(processId, (await collectAndRead(processId)) / 2 ** 20);
    } catch {
      // The process has ended, before or during this: an idle function process lives half a minute.
    }
  }
  return held;
}

/** @returns bytes */
async function collectAndRead(processId: number): Promise<number> {
  const socket = new WebSocket(await inspectorAddress());
  try {
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error(`The inspector of process ${processId} does not answer`));
    });
    // Another program may have taken the port just now: leave it alone.
    if ((await evaluate(socket, 1, 'process.pid')) !== processId) throw new Error('Another process has the inspector');
    await call(socket, 2, 'HeapProfiler.enable');
    // The second collection frees what only finalizers held. Unused code ages with each collection and goes after
    // several.
    for (let collection = 0; collection < COLLECTIONS; collection += 1) {
      await call(socket, 3 + collection, 'HeapProfiler.collectGarbage');
    }
    return await evaluate(socket, 3 + COLLECTIONS, READ_MEMORY);
  } finally {
    socket.close();
  }
}

/** The number that an expression returns in the process. */
async function evaluate(socket: WebSocket, id: number, expression: string): Promise<number> {
  const answer = await call(socket, id, 'Runtime.evaluate', { expression });
  const { result } = isRecord(answer.result) ? answer.result : {};
  if (!isRecord(result) || typeof result.value !== 'number') throw new Error(`No number: ${JSON.stringify(answer)}`);
  return result.value;
}

function call(
  socket: WebSocket,
  id: number,
  method: string,
  params: Readonly<Record<string, unknown>> = {},
): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${method} was not answered`)), TIMEOUT_MS);
    const listen = (event: MessageEvent) => {
      const message: unknown = JSON.parse(String(event.data));
      if (!isRecord(message) || message.id !== id) return;
      clearTimeout(timer);
      socket.removeEventListener('message', listen);
      resolve(message);
    };
    socket.addEventListener('message', listen);
    socket.send(JSON.stringify({ id, method, params }));
  });
}

/** @throws Error if no inspector opens. */
async function inspectorAddress(): Promise<string> {
  for (const deadline = performance.now() + TIMEOUT_MS; performance.now() < deadline; await sleep(20)) {
    try {
      const targets: unknown = await (await fetch(`http://127.0.0.1:${PORT}/json/list`)).json();
      const target: unknown = Array.isArray(targets) ? targets[0] : undefined;
      if (isRecord(target)) return String(target.webSocketDebuggerUrl);
    } catch {
      // Not open yet.
    }
  }
  throw new Error('No inspector opened');
}

/** Waits for the port: the previous inspector needs a moment to close. */
async function becomesFree(): Promise<boolean> {
  for (const deadline = performance.now() + TIMEOUT_MS; performance.now() < deadline; await sleep(20)) {
    if (await isFree()) return true;
  }
  return false;
}

function isFree(): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(PORT, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
