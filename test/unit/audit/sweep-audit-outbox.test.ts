import { beforeEach, describe, expect, test } from '@jest/globals';
import type { OutboxRow } from '../../../functions/audit/outbox-row.ts';
import type { Level, LogLine } from '../../../functions/telemetry/log.ts';
import type { MetricValues } from '../../../functions/telemetry/metrics.ts';
import { InMemoryOutbox } from '../../support/in-memory-outbox.ts';
import { replacePauses } from '../../support/pauses.ts';
import { NOW } from '../../support/sample-misp.ts';
import { markOf, sampleRow, sampleRowId } from '../../support/sample-row.ts';
import { refusedWith, ScriptedBus } from '../../support/scripted-bus.ts';

replacePauses();
const { sweepAuditOutbox } = await import('../../../functions/lambdas/sweep-audit-outbox/sweep-audit-outbox.ts');

const MINUTE = 60_000;
/** The time of a call to the bus. */
const CALL = 9000;
let bus: ScriptedBus;
let logged: { level: Level; line: LogLine }[];
let counted: MetricValues[];
beforeEach(() => {
  bus = new ScriptedBus();
  logged = [];
  counted = [];
});

const row = (mark: string, ageMs = 10 * MINUTE, more: Partial<OutboxRow> = {}): OutboxRow =>
  sampleRow({ id: sampleRowId(mark, 'list-misps'), at: NOW - ageMs, trail: [['116']], ...more });
const sweep = (outbox: InMemoryOutbox, timeLeft: () => number = () => 14 * MINUTE) =>
  sweepAuditOutbox({
    bus,
    outbox,
    clock: () => NOW,
    timeLeft,
    log: (level, line) => logged.push({ level, line }),
    metrics: (values) => counted.push(values),
  });
/** The sweep's own report, without the counts of publishing. */
const report = () => counted.filter((values) => 'OutboxRows' in values);
const summary = () => logged.filter(({ line }) => line.event === 'outbox-swept');

describe('the sweeper', () => {
  test('delivers rows older than five minutes, and leaves younger ones to the stream', async () => {
    const outbox = new InMemoryOutbox(
      row('young', 5 * MINUTE - 1),
      row('due', 5 * MINUTE),
      row('old', 90 * MINUTE),
      row('future', -MINUTE),
    );
    await sweep(outbox);
    expect(bus.recordIds.map(markOf)).toEqual(['due-1', 'old-1']);
    expect([...outbox.rows.keys()].map(markOf)).toEqual(['young', 'future']);
    expect(report()).toEqual([{ OutboxRows: 4, OutboxOldestAgeSeconds: 5400, OutboxPoisonRows: 0 }]);
    expect(summary()).toEqual([
      {
        level: 'INFO',
        line: {
          event: 'outbox-swept',
          rows: 4,
          delivered: 2,
          delayed: 0,
          poison: 0,
          oldestAgeSeconds: 5400,
          isComplete: true,
        },
      },
    ]);
  });

  test('reports an empty outbox, too: a missing report would raise an alarm', async () => {
    await sweep(new InMemoryOutbox());
    expect(report()).toEqual([{ OutboxRows: 0, OutboxOldestAgeSeconds: 0, OutboxPoisonRows: 0 }]);
    expect(bus.calls).toEqual([]);
  });

  test('continues after poison and delayed rows, keeps and counts them', async () => {
    const outbox = new InMemoryOutbox(
      row('A'),
      row('unreadable', 10 * MINUTE, { catalogVersion: 99 }),
      row('refused'),
      row('delayed'),
      row('B'),
    );
    outbox.pageSize = 1;
    bus.fate = ({ detail }) => {
      if (markOf(detail.recordId) === 'refused-1') return refusedWith('MalformedDetail');
      return markOf(detail.recordId) === 'delayed-1' ? refusedWith('ThrottlingException') : { accepted: true };
    };
    await sweep(outbox);
    expect([...outbox.rows.keys()].map(markOf)).toEqual(['unreadable', 'refused', 'delayed']);
    expect(report()).toEqual([{ OutboxRows: 5, OutboxOldestAgeSeconds: 600, OutboxPoisonRows: 2 }]);
    expect(summary()[0]?.line).toMatchObject({ delivered: 2, delayed: 1, poison: 2, isComplete: true });
  });

  test.each<[string, unknown]>([
    ['none', undefined],
    ['null', null],
    ['a text', '2026'],
    ['an object that cannot be made a number', { toString: 'leak', valueOf: 'leak' }],
    ['a time before all others', -5],
    ['a time before all numbers of Date', -1e125],
    ['a number of any length', 123_456_789_012_345_678_901_234_567_890n],
  ])('treats a row without a readable time as old: %s', async (_, at) => {
    const outbox = new InMemoryOutbox(row('A', 0, { at: at as number }), row('B', 0));
    await sweep(outbox);
    expect([...outbox.rows.keys()].map(markOf)).toEqual(['A', 'B']);
    expect(report()).toEqual([{ OutboxRows: 2, OutboxOldestAgeSeconds: 300, OutboxPoisonRows: 1 }]);
  });

  test('treats a row with a future time as old, except within the difference of clocks', async () => {
    const outbox = new InMemoryOutbox(row('A', -60 * MINUTE), row('B', -MINUTE));
    await sweep(outbox);
    expect([...outbox.rows.keys()].map(markOf)).toEqual(['B']);
    expect(report()).toEqual([{ OutboxRows: 2, OutboxOldestAgeSeconds: 300, OutboxPoisonRows: 0 }]);
  });

  test('continues if rows cannot be deleted: the next sweep delivers them again', async () => {
    const outbox = new InMemoryOutbox(row('A'), row('B'));
    outbox.pageSize = 1;
    let removals = 0;
    outbox.beforeRemove = () => {
      removals += 1;
      if (removals === 1) throw Object.assign(new Error('secret'), { name: 'StoreUnavailable' });
    };
    await sweep(outbox);
    expect([...outbox.rows.keys()].map(markOf)).toEqual(['A']);
    expect(logged[0]).toEqual({
      level: 'WARN',
      line: { event: 'audit-delivery-delayed', rows: 1, errorName: 'StoreUnavailable', frames: expect.any(Array) },
    });
    await sweep(outbox);
    expect(outbox.rows.size).toBe(0);
    expect(bus.recordIds.map(markOf)).toEqual(['A-1', 'B-1', 'A-1']);
  });

  test('processes slices of a hundred rows, and deletes each before the next', async () => {
    const outbox = new InMemoryOutbox(...Array.from({ length: 250 }, (_, index) => row(`R${index}`)));
    const removed: number[] = [];
    outbox.beforeRemove = (rowIds) => {
      removed.push(rowIds.length);
    };
    await sweep(outbox);
    expect(removed).toEqual([100, 100, 50]);
    expect(outbox.rows.size).toBe(0);
  });

  test('ends within a page if only a minute is left, and reports that it is not complete', async () => {
    const outbox = new InMemoryOutbox(...Array.from({ length: 250 }, (_, index) => row(`R${index}`)));
    // Each slice takes a minute.
    await sweep(
      outbox,
      () => (3 - Math.floor((250 - outbox.rows.size) / 100)) * MINUTE + (outbox.rows.size > 50 ? CALL : 0),
    );
    expect(outbox.rows.size).toBe(50);
    expect(report()).toEqual([{ OutboxRows: 250, OutboxOldestAgeSeconds: 600, OutboxPoisonRows: 0 }]);
    expect(summary()[0]?.line).toMatchObject({ delivered: 200, isComplete: false });
  });

  test('ends between pages if only a minute is left', async () => {
    const outbox = new InMemoryOutbox(row('A'), row('B'), row('C'));
    outbox.pageSize = 1;
    await sweep(outbox, () => (outbox.rows.size > 1 ? MINUTE + CALL : MINUTE));
    expect([...outbox.rows.keys()].map(markOf)).toEqual(['C']);
    expect(summary()[0]?.line).toMatchObject({ rows: 2, delivered: 2, isComplete: false });
  });

  test('ends within a slice if the bus is silent, and still reports', async () => {
    const outbox = new InMemoryOutbox(...Array.from({ length: 100 }, (_, index) => row(`R${index}`)));
    let left = MINUTE + 20_000;
    bus.fate = () => {
      left -= 1500;
      throw Object.assign(new Error('no answer'), { name: 'TimeoutError' });
    };
    await sweep(outbox, () => left);
    expect(left).toBeGreaterThan(MINUTE - CALL);
    expect(report()).toHaveLength(1);
    expect(summary()[0]?.line).toMatchObject({ delivered: 0, delayed: 100 });
  });

  test('does not start with only a minute left', async () => {
    const outbox = new InMemoryOutbox(row('A'));
    await sweep(outbox, () => MINUTE);
    expect(outbox.rows.size).toBe(1);
    expect(bus.calls).toEqual([]);
    expect(summary()[0]?.line).toMatchObject({ delivered: 0, isComplete: false });
  });

  test('fails if the outbox cannot be read: the missing report raises the alarm', async () => {
    const outbox = new InMemoryOutbox();
    outbox.walk = () => {
      throw new Error('down');
    };
    await expect(sweep(outbox)).rejects.toThrow('down');
    expect(report()).toEqual([]);
  });
});
