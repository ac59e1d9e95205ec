import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRecord } from '../../../local/template/json-values.ts';

/** Where a process of Node.js opens its inspector when it is told to. */
const PORT = 9229;
const PATIENCE_MS = 10_000;

/** In the process: what is left of its heap after a collection, and the end of the inspector once this side has gone. */
const READ_HEAP = `
  setTimeout(() => process.getBuiltinModule('node:inspector').close(), 20);
  JSON.stringify({ processId: process.pid, bytes: process.memoryUsage().heapUsed });`;

/**
 * The heap of processes of Node.js after a garbage collection, in MiB by process id. The inspector is opened in one after the
 * other, since all of them would take the same port.
 * @returns undefined when that port is taken by another program; without those that have ended meanwhile.
 */
export async function liveHeaps(processIds: readonly number[]): Promise<ReadonlyMap<number, number> | undefined> {
  const heaps = new Map<number, number>();
  for (const processId of processIds) {
    if (!(await becomesFree())) return undefined;
    try {
      process.kill(processId, 'SIGUSR1');
    } catch {
      continue;
    }
    const bytes = await collectAndRead(processId);
    if (bytes !== undefined) heaps.set(processId, bytes / 2 ** 20);
  }
  return heaps;
}

async function collectAndRead(processId: number): Promise<number | undefined> {
  const address = await inspectorAddress();
  if (address === undefined) return undefined;
  const socket = new WebSocket(address);
  try {
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error(`The inspector of process ${processId} does not answer`));
    });
    await call(socket, 1, 'HeapProfiler.enable');
    // Twice: what only finalizers held is free after the second.
    await call(socket, 2, 'HeapProfiler.collectGarbage');
    await call(socket, 3, 'HeapProfiler.collectGarbage');
    const answer = await call(socket, 4, 'Runtime.evaluate', { expression: READ_HEAP });
    const { result } = isRecord(answer.result) ? answer.result : {};
    const read: unknown = isRecord(result) ? JSON.parse(String(result.value)) : undefined;
    if (!isRecord(read) || read.processId !== processId)
      throw new Error('Another process than asked has the inspector');
    return Number(read.bytes);
  } finally {
    socket.close();
  }
}

function call(
  socket: WebSocket,
  id: number,
  method: string,
  params: Readonly<Record<string, unknown>> = {},
): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${method} was not answered`)), PATIENCE_MS);
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

/** Undefined when no inspector opens: the process has ended. */
async function inspectorAddress(): Promise<string | undefined> {
  for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline; await sleep(20)) {
    try {
      const targets: unknown = await (await fetch(`http://127.0.0.1:${PORT}/json/list`)).json();
      const target: unknown = Array.isArray(targets) ? targets[0] : undefined;
      if (isRecord(target)) return String(target.webSocketDebuggerUrl);
    } catch {
      // Not open yet.
    }
  }
  return undefined;
}

/** Waits for the port: the inspector before needs a moment to close. */
async function becomesFree(): Promise<boolean> {
  for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline; await sleep(20)) {
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
