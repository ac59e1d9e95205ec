import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makePrivateFolder } from '../../data/private-files.ts';
import { findDynamoDbLocal } from './dynamodb-local.ts';
import { findDynoxide } from './dynoxide.ts';
import type { EngineKind, EngineProgram, MissingEngine } from './engine-program.ts';
import { callEngine } from './engine-request.ts';
import { externalEngine } from './external-engine.ts';
import { startGuarded } from './guarded-process.ts';

export type { EngineKind } from './engine-program.ts';

/** A DynamoDB on this machine: items, transactions, indexes and streams, without permissions. */
export interface Engine {
  /** `external` when DYNAMODB_ENDPOINT names one that the user runs. */
  readonly kind: EngineKind | 'external';
  readonly endpoint: string;
  /** Resolves with what happened when it has ended although nobody has stopped it. */
  readonly lost: Promise<string>;
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
 * Starts an engine on a free loopback port, closed to web pages, and waits until it answers. It ends with this process,
 * however that ends. The environment variable DYNAMODB_ENDPOINT takes the place of all that: that engine is used as it is.
 * @throws Error that says what to install when no engine can be started, or what the engine wrote when it does not start;
 * also when DYNAMODB_ENDPOINT names another machine.
 */
export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const external = process.env.DYNAMODB_ENDPOINT;
  if (external) return externalEngine(external);
  const program = findProgram(options.kind);
  const folder = options.dataFolder === undefined ? undefined : engineFolder(options.dataFolder, program.kind);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launch(program, await freePort(program.host), folder);
    } catch (error) {
      // Between finding a free port and using it another program may have taken it.
      if (attempt === startAttempts) throw error;
    }
  }
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
  makePrivateFolder(folder);
  return folder;
}

async function launch(program: EngineProgram, port: number, folder: string | undefined): Promise<Engine> {
  const endpoint = `http://${program.host}:${port}`;
  const running = startGuarded(program.command, program.argumentsFor(port, folder));
  let hasEnded = false;
  let isWanted = true;
  const lost = new Promise<string>((resolve) => {
    void running.ended.then(() => {
      hasEnded = true;
      if (isWanted) resolve(`The DynamoDB engine (${program.kind}) has ended: ${running.output().split('\n').at(-1)}`);
    });
  });
  const stop = () => {
    isWanted = false;
    return running.stop();
  };
  const deadline = Date.now() + startMilliseconds;
  while (!(await answers(endpoint))) {
    if (hasEnded || Date.now() > deadline) {
      await stop();
      throw new Error(`${program.kind} did not start: ${running.output()}`);
    }
    await pause(5);
  }
  return { kind: program.kind, endpoint, lost, stop };
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    await callEngine(endpoint, 'DynamoDB_20120810.ListTables', {});
    return true;
  } catch {
    return false;
  }
}

function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, host, () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('No free port')),
      );
    });
  });
}
