import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { descendantsOf, waitForEnd } from '../../test/local/process-tree.ts';
import { terminalEnvironment } from './commands.ts';

const PATIENCE_MS = 300_000;
const STOP_MS = 20_000;
const LOOK_EVERY_MS = 5;

/**
 * Types `npm start` in a folder, and registers a MISP with the token and the address that it prints.
 * @returns seconds from the start of the command to the answer. All processes are gone by then.
 * @throws Error with what it wrote when it ends, or does not get there in five minutes.
 */
export async function secondsToFirstAnswer(folder: string): Promise<number> {
  const started = performance.now();
  // A process group of its own, as in a terminal: Ctrl-C goes to all of it.
  const child = spawn('npm', ['start', '--', '--port', '0'], {
    cwd: folder,
    env: terminalEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const stopWithThisProcess = () => signal(child, 'SIGKILL');
  process.once('exit', stopWithThisProcess);
  try {
    const { token, baseUrl } = await introduction(child);
    await register(baseUrl, token);
    return (performance.now() - started) / 1000;
  } finally {
    await stop(child);
    process.off('exit', stopWithThisProcess);
  }
}

async function introduction(child: ChildProcess): Promise<{ token: string; baseUrl: string }> {
  let output = '';
  let ended = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  child.once('error', (error) => {
    output += error.message;
    ended = true;
  });
  child.once('exit', () => {
    ended = true;
  });
  for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline && !ended; ) {
    const [, token, baseUrl] = /TOKEN='([^']+)'; BASE='([^']+)'/.exec(output) ?? [];
    if (token !== undefined && baseUrl !== undefined) return { token, baseUrl };
    await sleep(LOOK_EVERY_MS);
  }
  throw new Error(`npm start printed no token:\n${output.slice(-2000)}`);
}

async function register(baseUrl: string, token: string): Promise<void> {
  const profile = { contactNumber: '9876543210', emailId: 'info@example.org', address: '1 Example Street' };
  const answer = await fetch(`${baseUrl}/misps`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ request: { ...profile, organizationName: 'First answer' } }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const text = await answer.text();
  if (!answer.ok || !text.includes('"mispID"'))
    throw new Error(`A registration was answered ${answer.status}: ${text}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const all = process.platform === 'linux' ? [child.pid, ...descendantsOf(child.pid)] : [];
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  signal(child, 'SIGINT');
  const timer = setTimeout(() => signal(child, 'SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(timer);
  const left = await waitForEnd(all, STOP_MS);
  if (left.length > 0) throw new Error(`npm start left the processes ${left.join(', ')} behind`);
}

/** To the whole group, which may have ended already. */
function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, name);
  } catch {
    // Nobody is left.
  }
}
