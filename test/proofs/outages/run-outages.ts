import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { type LocalCloud, startLocalCloud } from '../../../local/local-cloud.ts';
import type { ProofResult } from '../proof.ts';
import { randomFrom } from '../proof.ts';
import { auditTheBooks, type StoredMisp } from './books.ts';
import { Callers } from './callers.ts';
import { Disturbances } from './disturbances.ts';

export interface OutageSize {
  readonly operations: number;
  readonly kills: number;
}

export interface OutageRun extends OutageSize {
  readonly seed: number;
  readonly progress: (text: string) => void;
  readonly assemblyFolder?: string;
  /** In place of the random disturbances, before every request: for planted faults, which need one kind of them. */
  readonly disturb?: (cloud: LocalCloud) => void;
}

const CLIENTS = 3;
const HOUR_MS = 60 * 60 * 1000;
/** Longer than the stream keeps its records. */
const OUTAGE_MS = 25 * HOUR_MS;

/** Operations under kills and faults, an outage of the bus of more than a day, and a restart; then the books are audited. */
export async function runOutages({
  operations,
  kills,
  seed,
  progress,
  assemblyFolder,
  disturb,
}: OutageRun): Promise<ProofResult> {
  const random = randomFrom(seed);
  const dataFolder = mkdtempSync(join(tmpdir(), 'misp-outages-'));
  const start = () =>
    startLocalCloud({
      dataFolder,
      throttling: false,
      onProblem: () => undefined,
      ...(assemblyFolder === undefined ? {} : { assemblyFolder }),
    });
  const callers = new Callers(random);
  const disturbances = new Disturbances(random);
  const counts = { killed: 0, failed: 0, restarts: 0 };
  let cloud = await start();
  try {
    const disturbNow =
      disturb ??
      ((target: LocalCloud) => {
        if (random() < (kills * 1.6) / operations) disturbances.kill(target);
        if (random() < 0.3) disturbances.fail(target);
      });
    const work = async (count: number) => {
      let left = count;
      const client = async () => {
        while (left > 0) {
          left -= 1;
          disturbNow(cloud);
          await callers.act(cloud);
          if (random() < 0.05) await cloud.invoke('sweep-audit-outbox', {});
        }
      };
      await Promise.all(Array.from({ length: CLIENTS }, client));
    };
    const closeBooksOfThisRun = () => {
      counts.killed += cloud.crashes.happened;
      counts.failed += cloud.faults.struck;
    };

    const bringTheBusDown = async () => {
      progress(`${callers.outcomes.length} operations; now the bus is out for 25 hours`);
      for (const name of ['publish-audit', 'sweep-audit-outbox']) {
        cloud.faults.plan({ action: 'events:PutEvents', mode: 'error', count: 1_000_000, function: name });
      }
      await work(Math.floor(operations / 6));
      await cloud.idle();
      await cloud.clock.advance(OUTAGE_MS);
      await cloud.idle();
      cloud.faults.clear();
    };
    const startAgain = async () => {
      progress(`${callers.outcomes.length} operations; now everything is stopped and started again`);
      closeBooksOfThisRun();
      await cloud.stop();
      cloud = await start();
      counts.restarts += 1;
    };

    await work(Math.floor(operations / 3));
    // A planted fault needs its own disturbance only, and is caught sooner without the rest.
    if (disturb === undefined) {
      await bringTheBusDown();
      await work(Math.floor(operations / 4));
      await startAgain();
    }
    await work(operations - callers.outcomes.length);
    while (disturb === undefined && counts.killed + cloud.crashes.happened < kills) await work(CLIENTS * 4);

    progress(`${callers.outcomes.length} operations; now everything is healed`);
    cloud.faults.clear();
    cloud.crashes.clear();
    await cloud.idle();
    for (let sweep = 0; sweep < 5 && (await cloud.outboxRows()) > 0; sweep += 1) {
      await cloud.clock.advance(HOUR_MS);
      await cloud.invoke('sweep-audit-outbox', {});
      await cloud.idle();
    }
    closeBooksOfThisRun();
    const rows = await cloud.outboxRows();
    const entries = cloud.events().map((event) => ({
      detailType: event['detail-type'],
      detail: event.detail as Record<string, unknown>,
    }));
    const misps = await storedMisps(cloud);
    const violations = auditTheBooks(callers.outcomes, entries, misps);
    const distinct = new Set(entries.map(({ detail }) => detail.recordId)).size;
    return {
      figures: {
        operations: callers.outcomes.length,
        'answered 200': callers.outcomes.filter(({ status }) => status === 200).length,
        'processes killed': counts.killed,
        'calls failed': counts.failed,
        restarts: counts.restarts,
        MISPs: misps.length,
        'records on the bus': distinct,
        'delivered more than once': entries.length - distinct,
        'rows left in the outbox': rows,
      },
      violations: rows === 0 ? violations : [...violations, `${rows} rows were never delivered`],
    };
  } finally {
    await cloud.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

async function storedMisps(cloud: LocalCloud): Promise<readonly StoredMisp[]> {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: cloud.services.engine.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
  );
  const found: StoredMisp[] = [];
  const pages = paginateScan({ client }, { TableName: cloud.template.outputs.MispsTableName!, ConsistentRead: true });
  for await (const { Items = [] } of pages) {
    found.push(...Items.filter(({ pk }) => String(pk).startsWith('MISP#')).map((item) => item as StoredMisp));
  }
  client.destroy();
  return found;
}
