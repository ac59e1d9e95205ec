import { beforeEach, describe, expect, test } from '@jest/globals';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import type { Misp } from '../../functions/domain/misp.ts';
import { lastLicense } from '../../functions/domain/running-out.ts';
import {
  type AnnouncerDependencies,
  announceExpiringLicenses,
} from '../../functions/lambdas/announce-expiring-licenses/announce-expiring-licenses.ts';
import type { Checkpoint, NoticeStore, RunningOut } from '../../functions/storage/notice-store.ts';
import type { LogLine } from '../../functions/telemetry/log.ts';
import type { MetricValues } from '../../functions/telemetry/metrics.ts';
import { DAY, NOW, sampleKey, sampleLicense, sampleMisp } from '../support/sample-misp.ts';

/** test/integration/notice-store.test.ts covers the conditions of the store; proof 15 covers races and kills. */

const MINUTE = 60_000;
let misps: Map<string, Misp>;
let rows: OutboxRow[];
let asked: (readonly [number, number])[];
let checkpoint: Checkpoint | undefined;
let logged: LogLine[];
let counted: MetricValues[];

/** Runs out this many days from now; was issued long ago. */
const runningOut = (id: string, days: number, more: Partial<Misp> = {}): Misp => {
  const licenses = [sampleLicense({ key: sampleKey(Number(id)), validTo: NOW + days * DAY, createdAt: 0 })];
  return sampleMisp({ id, licenses, activeSince: 0, ...more });
};
const seed = (...all: Misp[]) => {
  for (const misp of all) misps.set(misp.id, misp);
};

const notices = (more: Partial<NoticeStore> = {}): NoticeStore => ({
  checkpoint: async () => checkpoint,
  moveCheckpoint: async (to) => {
    checkpoint = { ...checkpoint, ...to };
  },
  async *runningOut(from, to): AsyncIterable<RunningOut> {
    asked.push([from, to]);
    const all = [...misps.values()].flatMap((misp) => {
      const last = lastLicense(misp);
      return last === undefined ? [] : [{ mispId: misp.id, runsOutAt: last.validTo }];
    });
    yield* all
      .filter(({ runsOutAt }) => runsOutAt >= from && runsOutAt <= to)
      .sort((one, other) => one.runsOutAt - other.runsOutAt);
  },
  announce: async (_misp, _notice, row) => {
    rows.push(row);
    return 'announced';
  },
  ...more,
});
const run = (store: NoticeStore = notices(), more: Partial<AnnouncerDependencies> = {}) =>
  announceExpiringLicenses({
    misps: { get: async (id) => misps.get(id) },
    notices: store,
    thresholds: [30, 15, 7, 3, 1],
    caller: { userId: 'announcer', userName: 'announcer' },
    requestId: 'run-1',
    clock: () => NOW,
    timeLeft: () => MINUTE,
    log: (_level, line) => logged.push(line),
    metrics: (values) => counted.push(values),
    ...more,
  });
const announced = () => rows.map(({ mispId, expiryNotice }) => [mispId, expiryNotice?.noticeDays]);

beforeEach(() => {
  misps = new Map();
  [rows, asked, logged, counted] = [[], [], [], []];
  checkpoint = { announcedUntil: NOW - 60 * MINUTE };
});

describe('a run', () => {
  test('queries the index once for each threshold: what fell due since ten minutes before the checkpoint', async () => {
    await run();
    expect(asked.map(([from, to]) => [from - NOW, to - NOW])).toEqual(
      [30, 15, 7, 3, 1].map((days) => [days * DAY - 70 * MINUTE, days * DAY]),
    );
    expect(checkpoint).toEqual({ announcedUntil: NOW });
    expect(counted).toEqual([{ LicensesAnnounced: 0, AnnouncementsBehindSeconds: 0 }]);
  });

  test('queries once for a threshold that is configured twice', async () => {
    await run(notices(), { thresholds: [7, 7] });
    expect(asked).toHaveLength(1);
  });

  test('leaves a row without a request and without an audit record', async () => {
    const misp = runningOut('100', 7);
    seed(misp);
    await run();
    expect(rows).toEqual([
      {
        id: expect.stringMatching(/^announce-expiring-licenses#[0-9A-Z]{26}$/),
        catalogVersion: 1,
        at: NOW,
        outcome: 'success',
        requestId: 'run-1',
        caller: { userId: 'announcer', userName: 'announcer' },
        hostName: 'announcer',
        hostIp: 'none',
        mispId: '100',
        version: misp.version,
        trail: [],
        verdictChanges: [],
        expiryNotice: { licenseHash: misp.licenses[0]?.hash, validTo: NOW + 7 * DAY, noticeDays: 7 },
      },
    ]);
  });

  test('after ten days without a run announces each MISP once, in the order in which its thresholds fell due', async () => {
    checkpoint = { announcedUntil: NOW - 10 * DAY };
    seed(
      ...[runningOut('100', 0.5), runningOut('101', 1.5), runningOut('102', 6), runningOut('103', 27)],
      runningOut('104', 40),
    );
    await run();
    expect(announced()).toEqual([
      ['103', 30],
      ['101', 3],
      ['102', 7],
      ['100', 1],
    ]);
    expect(logged.at(-1)).toMatchObject({ event: 'licenses-announced', announced: 4, failed: 0, behindSeconds: 0 });
  });

  test('announces MISPs that ran out during an outage', async () => {
    checkpoint = { announcedUntil: NOW - 10 * DAY };
    seed(runningOut('100', -8));
    await run();
    expect(announced()).toEqual([['100', 1]]);
  });

  test('after months without a run announces nothing that ran out more than thirty days ago', async () => {
    checkpoint = { announcedUntil: NOW - 100 * DAY };
    seed(runningOut('100', -31), runningOut('101', -30), runningOut('102', -29));
    await run();
    expect(announced().map(([id]) => id)).toEqual(['101', '102']);
    expect(checkpoint).toEqual({ announcedUntil: NOW });
  });

  test('the first run, without a checkpoint, announces what has not run out yet', async () => {
    checkpoint = undefined;
    seed(runningOut('100', -1), runningOut('101', 20), runningOut('102', 0.1));
    await run();
    expect(announced()).toEqual([
      ['101', 30],
      ['102', 1],
    ]);
    expect(checkpoint).toEqual({ announcedUntil: NOW, firstRunAt: NOW });
  });

  test('the run after an incomplete first one announces nothing that ran out before that', async () => {
    checkpoint = undefined;
    seed(runningOut('100', -10), runningOut('101', 0.01), runningOut('102', 16));
    const store = notices();
    await run({
      ...store,
      announce: async (misp, ...rest) => {
        if (misp.id !== '100') throw new Error('away');
        return store.announce(misp, ...rest);
      },
    });
    expect([announced(), checkpoint]).toEqual([[], { announcedUntil: NOW - 14 * DAY - 1, firstRunAt: NOW }]);
    await run(store, { clock: () => NOW + 60 * MINUTE });
    expect(announced()).toEqual([
      ['102', 30],
      ['101', 1],
    ]);
    expect(checkpoint).toEqual({ announcedUntil: NOW + 60 * MINUTE, firstRunAt: NOW });
  });

  test('goes by the strong read, not by the index', async () => {
    const indexed = runningOut('100', 7);
    seed(indexed);
    const gone = { get: async () => undefined };
    await run(notices(), { misps: gone });
    const renewed = { get: async () => runningOut('100', 90) };
    await run(notices(), { misps: renewed });
    expect(rows).toEqual([]);
    expect(logged.at(-1)).toMatchObject({ notDue: 1, announced: 0 });
  });

  test('takes the time of a change during the run for a real one, however long the run takes', async () => {
    seed(runningOut('100', 7));
    let now = NOW;
    // Switched off and on again, ten minutes after the run began.
    const changed = async (id: string) => {
      now = NOW + 10 * MINUTE;
      const misp = runningOut(id, 7);
      return { ...misp, licenses: misp.licenses.map((license) => ({ ...license, updatedAt: now - 1 })) };
    };
    await run(notices(), { clock: () => now, misps: { get: changed } });
    expect(rows).toEqual([]);
    expect(checkpoint).toEqual({ announcedUntil: NOW });
  });

  test('reads a MISP again if it changed before it was announced, and gives up after five times', async () => {
    seed(runningOut('100', 7));
    let left = 4;
    const changing = notices({
      announce: async (misp, notice, row) => {
        left -= 1;
        return left >= 0 ? 'misp-changed' : notices().announce(misp, notice, row);
      },
    });
    await run(changing);
    expect(announced()).toEqual([['100', 7]]);
    checkpoint = { announcedUntil: NOW - 60 * MINUTE };
    left = 100;
    await run(changing);
    expect(left).toBe(95);
    expect(logged).toContainEqual(expect.objectContaining({ event: 'license-not-announced', mispId: '100' }));
  });

  test('counts what was announced before', async () => {
    seed(runningOut('100', 7));
    await run(notices({ announce: async () => 'announced-before' }));
    expect(logged.at(-1)).toMatchObject({ announced: 0, announcedBefore: 1, failed: 0 });
  });
});

describe('the checkpoint', () => {
  test('stays before the first failure, while all others are announced', async () => {
    checkpoint = { announcedUntil: NOW - 10 * DAY };
    seed(runningOut('100', 25), runningOut('101', 26), runningOut('102', 27));
    const store = notices();
    await run({
      ...store,
      announce: async (misp, ...rest) => {
        if (misp.id === '101') throw new Error('away');
        return store.announce(misp, ...rest);
      },
    });
    expect(announced().map(([id]) => id)).toEqual(['100', '102']);
    expect(checkpoint).toEqual({ announcedUntil: NOW - 4 * DAY - 1 });
    expect(counted).toEqual([{ LicensesAnnounced: 2, AnnouncementsBehindSeconds: 4 * 86_400 }]);
  });

  test('moves as far as a run came before its time was up', async () => {
    checkpoint = { announcedUntil: NOW - 10 * DAY };
    seed(...Array.from({ length: 20 }, (_, index) => runningOut(String(100 + index), 21 + index / 10)));
    let looks = 0;
    const timeLeft = () => {
      looks += 1;
      return looks > 1 ? 0 : MINUTE;
    };
    await run(notices(), { timeLeft });
    expect(rows).toHaveLength(8);
    expect(checkpoint).toEqual({ announcedUntil: Math.round(NOW - 9 * DAY + 0.8 * DAY) - 1 });
    await run();
    expect(new Set(announced().map(([id]) => id)).size).toBe(20);
    expect(checkpoint).toEqual({ announcedUntil: NOW });
  });

  test('does not cause a query of a reversed period if a clock was put back', async () => {
    checkpoint = { announcedUntil: NOW + 3 * DAY, firstRunAt: NOW + 2 * DAY };
    await run();
    for (const [from, to] of asked) expect(from).toBeLessThanOrEqual(to);
    expect(counted).toEqual([{ LicensesAnnounced: 0, AnnouncementsBehindSeconds: -3 * 86_400 }]);
  });

  test('is not moved by a run that cannot query', async () => {
    const failing = notices({
      // biome-ignore lint/correctness/useYield: it fails before it has anything to give.
      async *runningOut() {
        throw new Error('away');
      },
    });
    await expect(run(failing)).rejects.toThrow('away');
    expect(checkpoint).toEqual({ announcedUntil: NOW - 60 * MINUTE });
    expect(counted).toEqual([]);
  });
});
