import type { OperationName } from '../../functions/operations.ts';
import { type LocalCloudDriver, startOnLocalCloud } from '../../test/e2e/local-cloud-driver.ts';
import { randomFrom } from '../../test/support/random.ts';
import { fewProcesses } from '../few-processes.ts';
import type { ProofResult, ProofRun } from '../proof.ts';
import { Batches } from './batches.ts';
import { busRefuses } from './call-faults.ts';
import { Callers } from './callers.ts';
import { Canaries } from './canaries.ts';
import type { Disturbance } from './disturbances.ts';
import { Evidence } from './evidence.ts';
import { keyAttributesOf } from './key-attributes.ts';
import { RecordedCalls } from './recorded-calls.ts';

export interface SecretsOptions {
  readonly rounds: number;
  readonly disturbances: readonly Disturbance[];
  /** The only operations that are sent secrets; by default all. */
  readonly operations?: ReadonlySet<OperationName>;
  /** The only operations that are sent secrets in their paths; by default the same. */
  readonly inPaths?: ReadonlySet<OperationName>;
  /** Where the bundles are; by default those built from the sources. */
  readonly assemblyFolder?: string;
}

/** The sweeper takes rows older than five minutes. */
const SWEPT_AFTER_MS = 6 * 60 * 1000;

/**
 * Sends secrets through every operation, in every field and header, while everything below fails in turn. Then searches
 * everything that is stored, logged, sent or answered.
 */
export async function runSecrets(
  { rounds, disturbances, operations, inPaths = operations, assemblyFolder }: SecretsOptions,
  { seed, progress }: Pick<ProofRun, 'seed' | 'progress'>,
): Promise<ProofResult> {
  const canaries = new Canaries();
  const evidence = new Evidence();
  const calls = new RecordedCalls();
  const driver = await startOnLocalCloud({
    ...fewProcesses,
    ...(assemblyFolder === undefined ? {} : { assemblyFolder }),
    admit: calls.admit,
    // Planted mistakes may be in them: this proof reports those.
    events: null,
    onLog: (name, line) => evidence.keep('logLine', name, line),
    onProblem: (text) => evidence.keep('problem', 'this run', text),
  });
  try {
    const { cloud } = driver;
    calls.keyAttributes = keyAttributesOf(cloud.template);
    const callers = await Callers.withTokens(cloud, evidence, canaries);
    const sending = { operations, inPaths, random: randomFrom(seed) };
    const batches = new Batches({ driver, canaries, calls, callers, ...sending });
    for (let round = 0; round < rounds; round += 1) {
      for (const disturbance of disturbances) await batches.send(disturbance, round);
      await sweep(driver, calls);
      progress(`round ${round + 1}: ${evidence.count('answer')} answers, ${batches.applied} calls disturbed`);
    }
    await cloud.idle();
    await gather(driver, calls, evidence);
    const tokenParts = canaries.learned;
    for (const key of calls.licenseKeys) canaries.learn(key);
    const issued = canaries.learned - tokenParts;
    return {
      figures: {
        answers: evidence.count('answer'),
        'with 5xx': callers.failed,
        'changes done': callers.changed,
        'calls disturbed': batches.applied,
        'secrets made up': canaries.made,
        'licence keys issued': issued,
        'log and metric lines': evidence.count('logLine'),
        'outbox rows': evidence.count('row'),
        'bus entries': evidence.count('entry'),
        events: evidence.count('event'),
        'key attributes': evidence.count('key'),
        'outcomes kept': evidence.count('outcome'),
        'queue messages': evidence.count('message'),
      },
      violations: [
        ...evidence.leaks(canaries),
        ...evidence.missing(),
        ...batches.unusedDisturbances(disturbances),
        ...batches.failures,
        ...(callers.failed === 0 ? ['Nothing failed: no answer was 5xx'] : []),
        ...(callers.changed === 0 ? ['Nothing was changed'] : []),
        ...(issued === 0 ? ['No issued licence key was seen on its way to the store'] : []),
      ],
    };
  } finally {
    await driver.stop();
  }
}

/** Lets the sweeper find what is left in the outbox, while the bus refuses some of it. */
async function sweep({ cloud }: LocalCloudDriver, calls: RecordedCalls): Promise<void> {
  calls.setCallFault(busRefuses(6));
  await cloud.clock.advance(SWEPT_AFTER_MS);
  await cloud.invoke('sweep-audit-outbox', {});
  calls.setCallFault();
}

/** Collects what is kept elsewhere: on the bus, in queues and tables, by the observer of the calls. */
async function gather({ cloud }: LocalCloudDriver, calls: RecordedCalls, evidence: Evidence): Promise<void> {
  for (const { table, text } of calls.keys) evidence.keep('key', table, text);
  for (const { table, item } of await cloud.items()) {
    const keys = [...(calls.keyAttributes.get(table) ?? [])].map((name) => [name, item[name]]);
    evidence.keep('key', table, JSON.stringify(keys));
    if (String(item.pk).startsWith('REQUEST#')) evidence.keep('outcome', table, JSON.stringify(item));
  }
  for (const { operation, text } of calls.rows) evidence.keep('row', operation, text);
  for (const entry of calls.entries) evidence.keep('entry', 'this run', entry);
  for (const event of cloud.events()) evidence.keep('event', event['detail-type'], JSON.stringify(event));
  const { queues } = cloud.services;
  for (const arn of queues.arns) {
    for (const message of queues.list(arn)) evidence.keep('message', arn, JSON.stringify(message));
  }
}
