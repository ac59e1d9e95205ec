import { relative, resolve } from 'node:path';
import { auditLine } from './audit-line.ts';
import type { CommandLine } from './command-line.ts';
import { exampleCalls } from './example-calls.ts';
import { REFERENCE_PATH } from './gateway/gateway-handler.ts';
import { type LocalCloud, startLocalCloud } from './local-cloud.ts';
import { authorizerVariables } from './start-issuer.ts';

const print = (text: string) => void process.stdout.write(`${text}\n`);
const printError = (text: string) => void process.stderr.write(`${text}\n`);

/** Runs the local cloud in a terminal, until a signal stops it. */
export async function runInTerminal(commandLine: CommandLine): Promise<void> {
  const started = performance.now();
  const dataFolder = commandLine.dataFolder && resolve(commandLine.dataFolder);
  const cloud = await startLocalCloud({
    port: commandLine.port,
    dataFolder,
    engine: commandLine.engine,
    errorCodes: commandLine.errorCodes,
    corsOrigins: commandLine.corsOrigins,
    onProgress: print,
    onProblem: printError,
    // All state is already written, and the functions' processes end with this one.
    onLost: () => process.exit(1),
    onEvent: (event) => print(auditLine(event)),
    ...(commandLine.verbose ? { onLog: (name: string, line: string) => print(`${name}: ${line}`) } : {}),
  });
  stopOnSignal(cloud);
  await introduce(cloud, (performance.now() - started) / 1000, dataFolder);
}

async function introduce(cloud: LocalCloud, seconds: number, dataFolder: string | undefined): Promise<void> {
  const token = await cloud.token();
  const tokenSource = authorizerVariables(cloud.template).TOKEN_SOURCE;
  const state = dataFolder === undefined ? 'in memory' : `in ${relative('', dataFolder) || dataFolder}`;
  print(`Ready after ${seconds.toFixed(1)} s: ${cloud.functions().length} functions, engine ${cloud.services.engine.kind}, state ${state}.

Base URL  ${cloud.baseUrl}
Reference ${cloud.url}${REFERENCE_PATH}
          (for a browser: every operation to read and try)
Token     ${token}
          (role MISP: every right; valid for 24 hours)
Inspect   ${cloud.url}/_local

Paste these, one after the other:
`);
  for (const { title, command } of exampleCalls({ ...cloud, token, tokenSource })) print(`# ${title}\n${command}\n`);
  print('Every event that reaches the bus appears below. Ctrl-C stops everything.\n');
}

function stopOnSignal(cloud: LocalCloud): void {
  let stopping = false;
  const stop = () => {
    // A second signal exits at once. The processes of functions and engine end with this one.
    if (stopping) process.exit(130);
    stopping = true;
    cloud.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        printError(String(error));
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}
