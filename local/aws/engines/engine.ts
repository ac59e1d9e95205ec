import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isLoopbackHost } from '../../gateway/loopback.ts';
import { findDynamoDbLocal } from './dynamodb-local.ts';
import { findDynoxide } from './dynoxide.ts';
import type { EngineKind, EngineProgram, MissingEngine } from './engine-program.ts';
import { callEngine } from './engine-request.ts';
import { startGuarded } from './guarded-process.ts';

export type { EngineKind } from './engine-program.ts';

/** A DynamoDB on this machine: items, transactions, indexes and streams, without permissions. */
export interface Engine {
  /** `external` when DYNAMODB_ENDPOINT names one that the user runs. */
  readonly kind: EngineKind | 'external';
  readonly endpoint: string;
  /** Ends the engine; resolves when its process is gone. An external one is left alone. */
  stop(): Promise<void>;
}

export interface EngineOptions {
  /** Without it dynoxide where it runs, else DynamoDB Local. */
  readonly kind?: EngineKind;
  /** Where the state is kept; without it in memory. */
  readonly dataFolder?: string;
}

const startAttempts = 3;
const startMilliseconds = 30_000;
const finders = { dynoxide: findDynoxide, 'dynamodb-local': findDynamoDbLocal } as const;
const isMissing = (found: EngineProgram | MissingEngine): found is MissingEngine => 'missing' in found;

/**
 * Starts an engine on a free loopback port and waits until it answers. It ends with this process, however that ends.
 * The environment variable DYNAMODB_ENDPOINT takes the place of all that: that engine is used as it is.
 * @throws Error that says what to install when no engine can be started, or what the engine wrote when it does not start;
 * also when DYNAMODB_ENDPOINT names another machine.
 */
export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const external = process.env.DYNAMODB_ENDPOINT;
  if (external) {
    refuseOtherMachines(external);
    await callEngine(external, 'DynamoDB_20120810.ListTables', {}).catch((error: unknown) => {
      throw new Error(`DYNAMODB_ENDPOINT ${external} does not answer`, { cause: error });
    });
    return { kind: 'external', endpoint: external, stop: async () => undefined };
  }
  const program = findProgram(options.kind);
  const folder = options.dataFolder === undefined ? undefined : engineFolder(options.dataFolder, program.kind);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launch(program, await freePort(), folder);
    } catch (error) {
      // Between finding a free port and using it another program may have taken it.
      if (attempt === startAttempts) throw error;
    }
  }
}

/**
 * What is stored here goes to the engine unencrypted and without a signature that anybody checks; and a start makes tables
 * there. An address of another machine, or of AWS, can only be a mistake.
 */
function refuseOtherMachines(endpoint: string): void {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol === 'http:' && isLoopbackHost(url.host)) return;
  throw new Error(
    `DYNAMODB_ENDPOINT ${url?.host ?? endpoint} is not on this machine: the local cloud talks to an engine on loopback only. ` +
      'Name it as http://127.0.0.1:<port>; one in a container has a port of this machine published on 127.0.0.1.',
  );
}

function findProgram(wanted: EngineKind | undefined): EngineProgram {
  const reasons: string[] = [];
  for (const kind of wanted === undefined ? (['dynoxide', 'dynamodb-local'] as const) : [wanted]) {
    const found = finders[kind]();
    if (!isMissing(found)) return found;
    reasons.push(`${kind}: ${found.missing}`);
  }
  throw new Error(
    `No DynamoDB engine can be started here.\n  ${reasons.join('\n  ')}\n` +
      'Install one of them, or set DYNAMODB_ENDPOINT to one that runs already.',
  );
}

/** A folder for each engine, since neither reads the other's files; a folder that the other has filled is refused. */
function engineFolder(dataFolder: string, kind: EngineKind): string {
  const other: EngineKind = kind === 'dynoxide' ? 'dynamodb-local' : 'dynoxide';
  if (existsSync(join(dataFolder, other))) {
    throw new Error(
      `The state in ${dataFolder} was written by ${other}: start with that engine, or with another folder.`,
    );
  }
  const folder = join(dataFolder, kind);
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function launch(program: EngineProgram, port: number, folder: string | undefined): Promise<Engine> {
  const endpoint = `http://127.0.0.1:${port}`;
  const running = startGuarded(program.command, program.argumentsFor(port, folder));
  const deadline = Date.now() + startMilliseconds;
  while (!(await answers(endpoint))) {
    if (running.hasEnded() || Date.now() > deadline) {
      await running.stop();
      throw new Error(`${program.kind} did not start: ${running.output() || 'it wrote nothing'}`);
    }
    await pause(5);
  }
  return { kind: program.kind, endpoint, stop: () => running.stop() };
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    await callEngine(endpoint, 'DynamoDB_20120810.ListTables', {});
    return true;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('No free port')),
      );
    });
  });
}
