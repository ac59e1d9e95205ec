import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { OutboxRow } from '../../../functions/audit/outbox-row.ts';
import type { AuditNote, Trail } from '../../../functions/audit/trail.ts';
import type { Level, LogLine } from '../../../functions/telemetry/log.ts';
import type { MetricValues } from '../../../functions/telemetry/metrics.ts';
import { replacePauses } from '../../support/pauses.ts';
import { sha256 } from '../../support/sample-misp.ts';
import { markOf, sampleRow, sampleRowId } from '../../support/sample-row.ts';
import { refusedWith, ScriptedBus } from '../../support/scripted-bus.ts';

/** Records pauses between tries instead of waiting. */
const pauses: number[] = [];
replacePauses((ms) => pauses.push(ms));
const { publishRows } = await import('../../../functions/audit/publish-rows.ts');

const POISON_ROW = 'docs/runbooks/procedures/poison-row.md';

let bus: ScriptedBus;
let logged: { level: Level; line: LogLine }[];
let counted: MetricValues[];
let timeLeft: number;
beforeEach(() => {
  timeLeft = 58_000;
  bus = new ScriptedBus();
  logged = [];
  counted = [];
  pauses.length = 0;
});
afterEach(() => {
  jest.restoreAllMocks();
});

const publish = async (...rows: readonly OutboxRow[]) => {
  const outcomes = await publishRows(rows, {
    bus,
    log: (level, line) => logged.push({ level, line }),
    metrics: (values) => counted.push(values),
    timeLeft: () => timeLeft,
  });
  return rows.map((row) => outcomes.get(row));
};
/** A row with this many records; its mark is `ROW` and the number. */
const row = (id: number, records = 1, more: Partial<OutboxRow> = {}): OutboxRow =>
  sampleRow({
    id: sampleRowId(`ROW${id}`),
    trail: Array.from({ length: records }, () => ['101']) as unknown as Trail,
    ...more,
  });
const failed = (name: string) => Object.assign(new Error('the bus said secret things'), { name });

describe('packing', () => {
  test('puts ten entries into a call, across rows, in order', async () => {
    expect(await publish(row(1, 4), row(2, 5), row(3, 5))).toEqual(['delivered', 'delivered', 'delivered']);
    expect(bus.calls.map((events) => events.length)).toEqual([10, 4]);
    expect(bus.recordIds.map(markOf)).toEqual([
      ...['ROW1-1', 'ROW1-2', 'ROW1-3', 'ROW1-4'],
      ...['ROW2-1', 'ROW2-2', 'ROW2-3', 'ROW2-4', 'ROW2-5'],
      ...['ROW3-1', 'ROW3-2', 'ROW3-3', 'ROW3-4', 'ROW3-5'],
    ]);
  });

  test.each([1, 9, 10, 11, 20, 25])('puts %d records with as few calls as possible', async (records) => {
    await publish(...Array.from({ length: records }, (_, index) => row(index)));
    expect(bus.calls).toHaveLength(Math.ceil(records / 10));
    expect(bus.recordIds.map(markOf)).toHaveLength(records);
  });

  test('ten of the longest possible entries stay far below the 256 KB of a call', async () => {
    const longest = (character: string, length: number) => character.repeat(length);
    await publish(
      row(1, 10, {
        caller: { userId: longest('\u0937', 256), userName: longest('\u0937', 128) },
        hostName: longest('\u0937', 128),
        requestId: longest('\u0937', 256),
      }),
    );
    const [events = []] = bus.calls;
    expect(events).toHaveLength(10);
    expect(events.reduce((sum, event) => sum + Buffer.byteLength(JSON.stringify(event)), 0)).toBeLessThan(64 * 1024);
  });

  test('makes at most four concurrent calls', async () => {
    await publish(...Array.from({ length: 20 }, (_, index) => row(index, 10)));
    expect(bus.calls).toHaveLength(20);
    expect(bus.busiest).toBe(4);
  });

  test('sends domain events after the records of their row', async () => {
    const verdictChanges = [{ licenseHash: sha256('k'), verdict: 'VALID', validTo: 5 }] as const;
    await publish(
      row(1, 1, { id: sampleRowId('ROW1', 'update-misp-status'), trail: [['112'], ['205']], verdictChanges }),
    );
    expect(bus.calls[0]?.map(({ detailType }) => detailType)).toEqual([
      'Update MISP status request',
      'Update MISP status request',
      'LICENSE_VERDICT_CHANGED',
    ]);
  });

  test('makes no call without rows', async () => {
    expect(await publish()).toEqual([]);
    expect(bus.calls).toEqual([]);
    expect(counted).toEqual([]);
  });
});

describe('the outcome of a row', () => {
  test('is counted, and success is not logged', async () => {
    expect(await publish(row(1, 3), row(2, 2))).toEqual(['delivered', 'delivered']);
    expect(counted).toEqual([{ AuditRecordsPublished: 5, AuditEntriesRefused: 0, OutboxRowsDelayed: 0 }]);
    expect(logged).toEqual([]);
    expect(pauses).toEqual([]);
  });

  test('only failed entries are tried again, after a pause', async () => {
    bus.fate = (event, call) =>
      call === 0 && ['ROW1-2', 'ROW2-1'].includes(markOf(event.detail.recordId))
        ? refusedWith('ThrottlingException')
        : { accepted: true };
    expect(await publish(row(1, 3), row(2, 2))).toEqual(['delivered', 'delivered']);
    expect(bus.calls.map((events) => events.map(({ detail }) => markOf(detail.recordId)))).toEqual([
      ['ROW1-1', 'ROW1-2', 'ROW1-3', 'ROW2-1', 'ROW2-2'],
      ['ROW1-2', 'ROW2-1'],
    ]);
    expect(counted).toEqual([{ AuditRecordsPublished: 5, AuditEntriesRefused: 0, OutboxRowsDelayed: 0 }]);
  });

  test.each(['ThrottlingException', 'InternalFailure', 'InternalException', 'NoAnswer', 'AnythingElse'])(
    '%s delays a row after three tries; the others are delivered',
    async (errorCode) => {
      bus.fate = ({ detail }) => (markOf(detail.recordId) === 'ROW1-1' ? refusedWith(errorCode) : { accepted: true });
      expect(await publish(row(1, 2), row(2, 2))).toEqual(['delayed', 'delivered']);
      expect(bus.calls.map((events) => events.length)).toEqual([4, 1, 1]);
      expect(logged).toEqual([
        { level: 'WARN', line: { event: 'audit-delivery-delayed', rows: 1, errorName: errorCode, frames: [] } },
      ]);
      expect(counted).toEqual([{ AuditRecordsPublished: 3, AuditEntriesRefused: 0, OutboxRowsDelayed: 1 }]);
    },
  );

  test('the pauses grow and are jittered', async () => {
    bus.fate = () => refusedWith('ThrottlingException');
    jest.spyOn(Math, 'random').mockReturnValueOnce(0).mockReturnValueOnce(0);
    await publish(row(1));
    jest.spyOn(Math, 'random').mockReturnValue(1);
    await publish(row(1));
    expect(pauses).toEqual([50, 150, 100, 300]);
  });

  test.each([
    'EventTooLarge',
    'InvalidArgument',
    'MalformedDetail',
    'NotAuthorizedForDetailTypeException',
    'NotAuthorizedForSourceException',
  ])('%s makes a row poison at once: logged with its id and the code, and not retried', async (errorCode) => {
    bus.fate = ({ detail }) => (markOf(detail.recordId) === 'ROW1-2' ? refusedWith(errorCode) : { accepted: true });
    expect(await publish(row(1, 3), row(2))).toEqual(['poison', 'delivered']);
    expect(bus.calls).toHaveLength(1);
    expect(logged).toEqual([
      { level: 'ERROR', line: { event: 'audit-entry-refused', rowId: sampleRowId('ROW1'), errorCode } },
    ]);
    expect(counted).toEqual([{ AuditRecordsPublished: 3, AuditEntriesRefused: 1, OutboxRowsDelayed: 0 }]);
  });

  test.each([
    ['before', 'ROW1-1', 'ROW1-2'],
    ['after', 'ROW1-2', 'ROW1-1'],
  ])('a row with a refused entry %s a delayed one is poison, even across two calls', async (_, refused, delayed) => {
    bus.fate = ({ detail }) => {
      if (markOf(detail.recordId) === refused) return refusedWith('MalformedDetail');
      return markOf(detail.recordId) === delayed ? refusedWith('ThrottlingException') : { accepted: true };
    };
    expect(await publish(row(1, 12))).toEqual(['poison']);
    expect(counted).toEqual([{ AuditRecordsPublished: 10, AuditEntriesRefused: 1, OutboxRowsDelayed: 0 }]);
  });

  test('an entry that is refused after it was delayed makes its row poison', async () => {
    bus.fate = (_, call) => refusedWith(call === 0 ? 'ThrottlingException' : 'MalformedDetail');
    expect(await publish(row(1))).toEqual(['poison']);
    expect(bus.calls).toHaveLength(2);
  });
});

describe('a call that fails', () => {
  test('is tried three times, logged by name and place, and delays its rows', async () => {
    bus.fate = () => {
      throw failed('TimeoutError');
    };
    expect(await publish(row(1, 2), row(2))).toEqual(['delayed', 'delayed']);
    expect(bus.calls).toHaveLength(3);
    expect(logged).toEqual([
      {
        level: 'WARN',
        line: { event: 'audit-delivery-delayed', rows: 2, errorName: 'TimeoutError', frames: expect.any(Array) },
      },
    ]);
    expect(JSON.stringify(logged)).not.toContain('secret');
    expect(counted).toEqual([{ AuditRecordsPublished: 0, AuditEntriesRefused: 0, OutboxRowsDelayed: 2 }]);
  });

  test('stops no other call', async () => {
    bus.fate = ({ detail }) => {
      if (markOf(detail.recordId) === 'ROW1-1') throw failed('TimeoutError');
      return { accepted: true };
    };
    expect(await publish(row(1, 10), row(2, 10))).toEqual(['delayed', 'delivered']);
  });

  test('may succeed in a retry', async () => {
    bus.fate = (_, call) => {
      if (call < 2) throw failed('InternalException');
      return { accepted: true };
    };
    expect(await publish(row(1))).toEqual(['delivered']);
    expect(logged).toEqual([]);
  });

  test('as invalid is split, to find the faulty entry', async () => {
    bus.fate = ({ detail }) => {
      if (markOf(detail.recordId) === 'ROW2-1') throw failed('ValidationException');
      return { accepted: true };
    };
    expect(await publish(row(1, 2), row(2), row(3))).toEqual(['delivered', 'poison', 'delivered']);
    expect(bus.calls.map((events) => events.length)).toEqual([4, 1, 1, 1, 1]);
    expect(logged.filter(({ line }) => line.event === 'audit-entry-refused')).toEqual([
      {
        level: 'ERROR',
        line: { event: 'audit-entry-refused', rowId: sampleRowId('ROW2'), errorCode: 'ValidationException' },
      },
    ]);
    expect(counted).toEqual([{ AuditRecordsPublished: 3, AuditEntriesRefused: 1, OutboxRowsDelayed: 0 }]);
  });
});

describe('a function that runs out of time', () => {
  test('starts no call that may not end in time: the rows stay', async () => {
    timeLeft = 8999;
    expect(await publish(row(1, 2), row(2))).toEqual(['delayed', 'delayed']);
    expect(bus.calls).toEqual([]);
    expect(logged).toEqual([
      { level: 'WARN', line: { event: 'audit-delivery-delayed', rows: 2, errorName: 'OutOfTime', frames: [] } },
    ]);
    expect(counted).toEqual([{ AuditRecordsPublished: 0, AuditEntriesRefused: 0, OutboxRowsDelayed: 2 }]);
  });

  test('splits no invalid call that took too long: the rows stay', async () => {
    bus.fate = () => {
      timeLeft = 8999;
      throw failed('ValidationException');
    };
    expect(await publish(row(1, 2), row(2))).toEqual(['delayed', 'delayed']);
    expect(bus.calls).toHaveLength(1);
  });

  test('counts what the bus has accepted by then, and leaves the rest', async () => {
    bus.fate = () => {
      timeLeft -= 20_000;
      return { accepted: true };
    };
    const rows = Array.from({ length: 60 }, (_, index) => row(index, 10));
    const outcomes = await publish(...rows);
    expect(outcomes.filter((outcome) => outcome === 'delivered').length).toBe(bus.calls.length);
    expect(bus.calls.length).toBeLessThanOrEqual(4);
    expect(outcomes.filter((outcome) => outcome === 'delayed').length).toBe(60 - bus.calls.length);
  });

  test('makes no retry', async () => {
    bus.fate = () => {
      timeLeft = 0;
      return refusedWith('ThrottlingException');
    };
    expect(await publish(row(1))).toEqual(['delayed']);
    expect(bus.calls).toHaveLength(1);
    expect(logged[0]?.line).toMatchObject({ errorName: 'ThrottlingException' });
  });
});

describe('an unreadable row', () => {
  const verdictChanges = [{ licenseHash: sha256('k'), verdict: 'VALID', validTo: 5 }] as const;

  test.each<[string, string, Partial<OutboxRow>]>([
    ['an unknown catalogue key', 'foreign', { trail: [['999'] as unknown as AuditNote] as const }],
    [
      'an approval in a registration',
      'foreign',
      {
        trail: [
          ['104-called', '100'],
          ['201', '100'],
        ],
      },
    ],
    ['domain events of a registration', 'foreign', { verdictChanges }],
    ['a future catalogue version', 'version', { catalogVersion: 2 }],
    ['no time', 'malformed', { at: undefined as unknown as number }],
    ['no trail', 'malformed', { trail: undefined as unknown as Trail }],
    ['a version that JSON cannot represent', 'malformed', { version: 2n as unknown as number }],
  ])('is poison and stops no other: %s', async (_, fault, overrides) => {
    expect(await publish(row(1), row(2, 1, overrides), row(3))).toEqual(['delivered', 'poison', 'delivered']);
    expect(bus.recordIds.map(markOf)).toEqual(['ROW1-1', 'ROW3-1']);
    expect(logged).toEqual([
      {
        level: 'ERROR',
        line: {
          ...{ event: 'audit-row-unreadable', rowId: sampleRowId('ROW2'), fault, runbook: POISON_ROW },
          ...(fault === 'version' ? { catalogVersion: 2 } : {}),
        },
      },
    ]);
  });

  test.each([
    ['not of an operation', sampleRowId('ROW2').replace('register-misp', 'jane.doe@example.org')],
    ['of a function that is not an operation', sampleRowId('ROW2').replace('register-misp', 'publish-audit')],
    ['of a property of every object', sampleRowId('ROW2').replace('register-misp', 'constructor')],
    ['without an operation', sampleRowId('ROW2').replace('register-misp#', '')],
    ['with more text after the id', `${sampleRowId('ROW2')} jane.doe@example.org`],
    ['with a line break', `${sampleRowId('ROW2')}\n`],
    ['not text', undefined as unknown as string],
  ])('with a key %s is poison, and its key is not logged', async (_, id) => {
    expect(await publish(row(1), row(2, 1, { id }), row(3))).toEqual(['delivered', 'poison', 'delivered']);
    expect(bus.recordIds.map(markOf)).toEqual(['ROW1-1', 'ROW3-1']);
    expect(logged).toEqual([
      {
        level: 'ERROR',
        line: { event: 'audit-row-unreadable', rowId: 'foreign', fault: 'key', runbook: POISON_ROW },
      },
    ]);
  });
});
