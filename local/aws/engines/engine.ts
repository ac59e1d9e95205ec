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
  /** `external` if the user runs it (DYNAMODB_ENDPOINT). */
  readonly kind: EngineKind | 'external';
  readonly endpoint: string;
  /** Resolves with a description if the engine ends without `stop`. */
  readonly lost: Promise<string>;
  /** Stops the engine; resolves when its process is gone. An external one keeps running. */
  stop(): Promise<void>;
}

export interface EngineOptions {
  /** Without it, dynoxide if it runs here, else DynamoDB Local. */
  readonly kind?: EngineKind;
  /** Where the state is stored; without it, in memory. */
  readonly dataFolder?: string;
}

const startAttempts = 3;
const startMilliseconds = 30_000;
const finders = { dynoxide: findDynoxide, 'dynamodb-local': findDynamoDbLocal } as const;
const isMissing = (found: EngineProgram | MissingEngine): found is MissingEngine => 'missing' in found;

/**
 * Starts an engine on a free loopback port, closed to web pages, and waits until it answers. It ends with this process,
 * even if that is killed. If DYNAMODB_ENDPOINT is set, uses that engine instead.
 * @throws Error if no engine can be started, with what to install or what the engine wrote; also if DYNAMODB_ENDPOINT
 * names another machine.
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
      // Another program may have taken the port in the meantime.
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

/**
 * Each engine has its own folder, because neither reads the other's files. Refuses a data folder that the other engine
 * has used.
 */
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
