import { beforeEach, describe, expect, test } from '@jest/globals';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { OutboxRow } from '../../../functions/audit/outbox-row.ts';
import type { Level, LogLine } from '../../../functions/telemetry/log.ts';
import { InMemoryOutbox } from '../../support/in-memory-outbox.ts';
import { replacePauses } from '../../support/pauses.ts';
import { markOf, sampleRow, sampleRowId } from '../../support/sample-row.ts';
import { refusedWith, ScriptedBus } from '../../support/scripted-bus.ts';

replacePauses();
const { publishAudit } = await import('../../../functions/lambdas/publish-audit/publish-audit.ts');

let bus: ScriptedBus;
let logged: { level: Level; line: LogLine }[];
beforeEach(() => {
  bus = new ScriptedBus();
  logged = [];
});

const row = (mark: string, more: Partial<OutboxRow> = {}): OutboxRow =>
  sampleRow({ id: sampleRowId(mark, 'list-misps'), trail: [['116'], ['207']], ...more });
/** A batch of the stream; the sequence number of a row is `seq-<mark>`. */
const batchOf = (...rows: readonly OutboxRow[]): DynamoDBStreamEvent => ({
  Records: rows.map(({ id }) => ({
    eventID: id,
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: `seq-${markOf(id)}` },
  })),
});
const publish = (outbox: InMemoryOutbox, ...rows: readonly OutboxRow[]) =>
  publishAudit(batchOf(...rows), {
    bus,
    outbox,
    rowFromRecord: (record) => rows.find(({ id }) => id === record.eventID)!,
    log: (level, line) => logged.push({ level, line }),
    metrics: () => undefined,
    timeLeft: () => 58_000,
  });

describe('the publisher', () => {
  test('deletes rows once the bus has accepted all of them, and reports no failure', async () => {
    const rows = [row('A'), row('B')];
    const outbox = new InMemoryOutbox(...rows, row('Z'));
    expect(await publish(outbox, ...rows)).toEqual({ batchItemFailures: [] });
    expect([...outbox.rows.keys()].map(markOf)).toEqual(['Z']);
    expect(bus.recordIds.map(markOf)).toEqual(['A-1', 'A-2', 'B-1', 'B-2']);
  });

  test('deletes no row before the bus has accepted it', async () => {
    const outbox = new InMemoryOutbox(row('A'));
    bus.fate = () => {
      expect(outbox.rows.has(row('A').id)).toBe(true);
      return { accepted: true };
    };
    await publish(outbox, row('A'));
    expect(outbox.rows.size).toBe(0);
  });

  test('reports delayed rows by their sequence number, and keeps them', async () => {
    const rows = [row('A'), row('B'), row('C')];
    const outbox = new InMemoryOutbox(...rows);
    bus.fate = ({ detail }) =>
      markOf(detail.recordId) === 'B-2' ? refusedWith('ThrottlingException') : { accepted: true };
    expect(await publish(outbox, ...rows)).toEqual({ batchItemFailures: [{ itemIdentifier: 'seq-B' }] });
    expect([...outbox.rows.keys()].map(markOf)).toEqual(['B']);
  });

  test('keeps poison rows and does not report them: no retry helps', async () => {
    const rows = [row('A'), row('B', { catalogVersion: 99 }), row('C')];
    const outbox = new InMemoryOutbox(...rows);
    bus.fate = ({ detail }) =>
      markOf(detail.recordId) === 'C-1' ? refusedWith('MalformedDetail') : { accepted: true };
    expect(await publish(outbox, ...rows)).toEqual({ batchItemFailures: [] });
    expect([...outbox.rows.keys()].map(markOf)).toEqual(['B', 'C']);
    expect(logged.map(({ line }) => line.event).sort()).toEqual(['audit-entry-refused', 'audit-row-unreadable']);
  });

  test('reports rows that it could not delete: they are delivered again with the same ids', async () => {
    const rows = [row('A'), row('B'), row('C')];
    const outbox = new InMemoryOutbox(...rows);
    bus.fate = ({ detail }) =>
      markOf(detail.recordId).startsWith('B') ? refusedWith('ThrottlingException') : { accepted: true };
    outbox.beforeRemove = () => {
      throw Object.assign(new Error('secret'), { name: 'StoreUnavailable' });
    };
    const { batchItemFailures } = await publish(outbox, ...rows);
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(['seq-A', 'seq-B', 'seq-C']);
    const late = { event: 'audit-delivery-delayed', frames: expect.any(Array) };
    expect(logged).toEqual([
      { level: 'WARN', line: { ...late, rows: 1, errorName: 'ThrottlingException' } },
      { level: 'WARN', line: { ...late, rows: 2, errorName: 'StoreUnavailable' } },
    ]);
    bus.calls.length = 0;
    outbox.beforeRemove = () => undefined;
    bus.fate = () => ({ accepted: true });
    expect(await publish(outbox, ...rows)).toEqual({ batchItemFailures: [] });
    expect(bus.recordIds.map(markOf)).toEqual(['A-1', 'A-2', 'B-1', 'B-2', 'C-1', 'C-2']);
    expect(outbox.rows.size).toBe(0);
  });

  test('never fails as a whole if the bus is unreachable', async () => {
    const rows = [row('A'), row('B')];
    bus.fate = () => {
      throw new Error('down');
    };
    const { batchItemFailures } = await publish(new InMemoryOutbox(...rows), ...rows);
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'seq-A' }, { itemIdentifier: 'seq-B' }]);
  });

  test('lets Lambda retry every record without a sequence number', async () => {
    bus.fate = () => refusedWith('ThrottlingException');
    const result = await publishAudit(
      { Records: [{ eventName: 'INSERT' }] },
      {
        bus,
        outbox: new InMemoryOutbox(),
        rowFromRecord: () => row('A'),
        log: () => undefined,
        metrics: () => undefined,
        timeLeft: () => 58_000,
      },
    );
    // An empty identifier makes Lambda send the whole batch again.
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: '' }] });
  });
});
