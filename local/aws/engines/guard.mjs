/**
 * Runs a program (its arguments) and kills it when standard input closes. The kernel closes that pipe however the
 * parent ends, even by SIGKILL, so no engine outlives its parent. Plain JavaScript, so it starts fast and on any Node.
 */
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';

/**
 * File descriptor on which the parent reads the program's process id, to kill the program if this process dies first.
 */
const PARENT = 3;

// Only the user who started the engine may read its files.
process.umask(0o077);
const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
// SIGKILL, because neither engine reacts to SIGTERM while a client holds a connection. Both write through SQLite, which
// survives it.
const kill = () => child.kill('SIGKILL');
try {
  if (child.pid !== undefined) writeSync(PARENT, String(child.pid));
} catch {
  // The parent ended while this started.
  kill();
}

process.stdin.on('end', kill).on('close', kill).on('error', kill).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, kill);
child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
child.on('exit', (code, signal) => {
  process.stderr.write(signal === null ? `it ended with exit status ${code}\n` : `it was killed by ${signal}\n`);
  process.exit(code ?? 1);
});
