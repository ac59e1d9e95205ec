/**
 * Runs a program (its arguments) and kills it when this process's standard input closes. The kernel closes that pipe
 * however the parent ends, SIGKILL included, so no engine outlives the program that started it. Plain JavaScript, so that
 * it starts on any Node and as fast as possible.
 */
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';

/** Where the parent reads the program's process id: it must be able to end what this process can no longer end. */
const PARENT = 3;

// The files of the engine are only for the user who started it.
process.umask(0o077);
const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
if (child.pid !== undefined) writeSync(PARENT, String(child.pid));
// SIGKILL, not a polite signal: both engines write through SQLite, which survives it, and neither answers a polite one
// while a client holds a connection.
const kill = () => child.kill('SIGKILL');

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
