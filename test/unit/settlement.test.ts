import { beforeEach, describe, expect, test } from '@jest/globals';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import type { DomainError } from '../../functions/domain/errors.ts';
import { type Misp, NO_MISP_ID } from '../../functions/domain/misp.ts';
import type { Change, Decision } from '../../functions/operation/decision.ts';
import type { RequestFacts } from '../../functions/operation/request-rows.ts';
import { Settlement } from '../../functions/operation/settle.ts';
import { Contended, CounterBehind, StoreUnavailable } from '../../functions/storage/misp-store.ts';
import { InMemoryMispStore } from '../support/in-memory-misp-store.ts';
import { caller, NOW, sampleKey, sampleLicense, sampleMisp } from '../support/sample-misp.ts';

const facts: RequestFacts = {
  operation: 'update-misp',
  requestId: 'request-9',
  caller,
  at: NOW,
  hostName: 'misp-test-update-misp',
  hostIp: '203.0.113.9',
};
const codeOf = (error: DomainError) => `code of ${error.kind}`;

/** Raises the version, as a request with this id would. */
const next = (misp: Misp, requestId = facts.requestId): Misp => ({
  ...misp,
  version: misp.version + 1,
  lastRequestId: requestId,
});
const change = (before: Misp, after = next(before)): Change<string> => ({
  kind: 'change',
  after,
  body: `version ${after.version}`,
  trail: [['107'], ['108'], ['203']],
});

/** What an operation returns about a MISP that it has read. */
const about = (misp: Misp, decide: (current: Misp) => Decision<string>) =>
  ({ kind: 'about-misp', misp, decide }) as const;

let store: InMemoryMispStore;
let settlement: Settlement;
beforeEach(() => {
  store = new InMemoryMispStore();
  settlement = new Settlement(store, facts, codeOf);
});

const common = {
  id: expect.stringMatching(/^update-misp#[0-9A-Z]{26}$/),
  catalogVersion: 1,
  at: NOW,
  requestId: 'request-9',
  caller: { userId: 'ada-7', userName: 'Ada Admin' },
  hostName: 'misp-test-update-misp',
  hostIp: '203.0.113.9',
};

describe('a decision that changes nothing', () => {
  test('as an answer: the row is stored, then the body is returned', async () => {
    const settled = await settlement.settle({ kind: 'no-change', body: { a: 1 }, trail: [['117'], ['208']] });
    expect(settled).toEqual({ kind: 'done', body: { a: 1 } });
    expect(store.rows).toEqual([{ ...common, outcome: 'success', trail: [['117'], ['208']], verdictChanges: [] }]);
  });

  test('as an answer about a MISP, with a cursor', async () => {
    const settled = await settlement.settle({
      kind: 'no-change',
      body: [],
      trail: [['116'], ['207']],
      misp: sampleMisp({ version: 7 }),
      nextCursor: 'abc',
    });
    expect(settled).toEqual({ kind: 'done', body: [], version: 7, nextCursor: 'abc' });
    expect(store.rows[0]).toMatchObject({ mispId: '100' });
  });

  test('as a refusal: the outcome is the code of its error', async () => {
    const error: DomainError = { kind: 'unknown-misp', mispId: '999' };
    const settled = await settlement.settle({
      kind: 'refusal',
      error,
      trail: [['107'], ['414', '999']],
      mispId: '999',
    });
    expect(settled).toEqual({ kind: 'refused', error });
    expect(store.rows).toEqual([
      {
        ...common,
        outcome: 'code of unknown-misp',
        mispId: '999',
        trail: [['107'], ['414', '999']],
        verdictChanges: [],
      },
    ]);
  });

  test('discloses nothing if its row is not stored', async () => {
    store.hooks = {
      before: () => {
        throw new StoreUnavailable('down');
      },
    };
    const settling = settlement.settle({ kind: 'no-change', body: 'secret', trail: [['117']] });
    await expect(settling).rejects.toThrow(StoreUnavailable);
    expect(store.rows).toEqual([]);
  });
});

describe('a decision that changes a MISP', () => {
  test('is stored with its row: the version after the change, and the verdicts that it changes', async () => {
    const license = sampleLicense();
    const before = sampleMisp({ version: 6, licenses: [license] });
    store.seed(before);
    const settled = await settlement.settle(about(before, (misp) => change(misp, { ...next(misp), isActive: false })));
    expect(settled).toEqual({ kind: 'done', body: 'version 7', version: 7 });
    expect(store.peek('100')?.version).toBe(7);
    expect(store.rows).toEqual([
      {
        ...common,
        outcome: 'success',
        mispId: '100',
        version: 7,
        trail: [['107'], ['108'], ['203']],
        verdictChanges: [{ licenseHash: license.hash, verdict: 'MISP_DEACTIVATED', validTo: license.validTo }],
      },
    ]);
  });

  test('is settled as a refusal or an answer if the rule says so', async () => {
    const misp = sampleMisp();
    const decision: Decision<string> = { kind: 'refusal', error: { kind: 'misp-not-active' }, trail: [['107']] };
    const settled = await settlement.settle(about(misp, () => decision));
    expect(settled).toEqual({ kind: 'refused', error: { kind: 'misp-not-active' } });
    expect(store.calls).toEqual(['putRow']);
  });

  test('is decided again on the current MISP if that has changed in the meantime', async () => {
    const before = sampleMisp({ version: 2 });
    store.seed({ ...before, version: 5, name: 'Renamed' });
    const seen: Misp[] = [];
    const settled = await settlement.settle(
      about(before, (misp) => {
        seen.push(misp);
        return change(misp);
      }),
    );
    expect(seen.map(({ version, name }) => [version, name])).toEqual([
      [2, 'Celltel'],
      [5, 'Renamed'],
    ]);
    expect(settled).toEqual({ kind: 'done', body: 'version 6', version: 6 });
    expect(store.rows).toHaveLength(1);
    expect(store.calls).toEqual(['commit', 'commit']);
  });

  test('uses another row for every decision', async () => {
    const before = sampleMisp();
    store.seed(before);
    const sends: string[] = [];
    const commit = store.commit.bind(store);
    store.commit = (from, to, row) => {
      sends.push(row.id);
      if (sends.length < 3) store.seed(next(store.peek('100')!, 'another-request'));
      return commit(from, to, row);
    };
    await settlement.settle(about(before, change));
    expect(sends).toHaveLength(3);
    expect(new Set(sends).size).toBe(3);
  });

  test('is decided at most five times: then the caller may try again', async () => {
    const before = sampleMisp();
    store.seed(before);
    store.hooks = {
      before: (call) => {
        if (call === 'commit') store.seed(next(store.peek('100')!, 'another-request'));
      },
    };
    let decisions = 0;
    const settling = settlement.settle(
      about(before, (misp) => {
        decisions += 1;
        return change(misp);
      }),
    );
    await expect(settling).rejects.toThrow(Contended);
    expect(decisions).toBe(5);
    expect(store.calls).toEqual(['commit', 'commit', 'commit', 'commit', 'commit']);
    expect(store.rows).toEqual([]);
  });

  test('may succeed with its fifth decision', async () => {
    const before = sampleMisp();
    store.seed(before);
    let races = 4;
    store.hooks = {
      before: (call) => {
        if (call !== 'commit' || races === 0) return;
        races -= 1;
        store.seed(next(store.peek('100')!, 'another-request'));
      },
    };
    const settled = await settlement.settle(about(before, change));
    const version = before.version + 5;
    expect(settled).toEqual({ kind: 'done', body: `version ${version}`, version });
  });

  test('has succeeded if the MISP has its request id: a lost answer causes no second decision', async () => {
    const before = sampleMisp({ version: 2 });
    store.seed(next(before, 'request-9'));
    let decisions = 0;
    const settled = await settlement.settle(
      about(before, (misp) => {
        decisions += 1;
        return change(misp);
      }),
    );
    expect(decisions).toBe(1);
    expect(settled).toEqual({ kind: 'done', body: 'version 3', version: 3 });
    expect(store.peek('100')?.version).toBe(3);
    expect(store.rows).toEqual([]);
  });

  test('discloses nothing if the store fails', async () => {
    const before = sampleMisp();
    store.seed(before);
    store.hooks = {
      before: () => {
        throw new StoreUnavailable('down');
      },
    };
    await expect(settlement.settle(about(before, change))).rejects.toThrow(StoreUnavailable);
    expect(store.peek('100')).toEqual(before);
  });

  test("discloses nothing if the store's answer is lost, although the change is stored", async () => {
    const before = sampleMisp();
    store.seed(before);
    store.hooks = {
      after: () => {
        throw new StoreUnavailable('line cut');
      },
    };
    await expect(settlement.settle(about(before, change))).rejects.toThrow(StoreUnavailable);
    expect(store.rows).toHaveLength(1);
  });
});

describe('a decision that loses every race', () => {
  /** The MISP changes before each of the next commits, as under rivals that are always a little faster. */
  const rivals = (times: number) => {
    let left = times;
    store.hooks = {
      before: (call) => {
        const current = store.peek('100');
        if (call !== 'commit' || left === 0 || current === undefined) return;
        left -= 1;
        store.seed(next(current, 'a rival'));
      },
    };
  };
  beforeEach(() => store.seed(sampleMisp()));

  test('is given up after five', async () => {
    rivals(5);
    await expect(settlement.settle(about(sampleMisp(), change))).rejects.toThrow(StoreUnavailable);
    expect(store.calls).toEqual(Array(5).fill('commit'));
    expect(store.rows).toEqual([]);
  });

  test('is repeated until it wins if it is a revocation, with a pause and a read after every fifth', async () => {
    rivals(12);
    const revoke = (misp: Misp): Change<string> => ({ ...change(misp), isRevocation: true });
    const fiveCommits = Array(5).fill('commit');
    const settled = await settlement.settle(about(sampleMisp(), revoke));
    expect(settled).toEqual({ kind: 'done', body: 'version 15', version: 15 });
    expect(store.calls).toEqual([...fiveCommits, 'get', ...fiveCommits, 'get', ...Array(3).fill('commit')]);
    expect(store.rows).toHaveLength(1);
  });

  test('has priority in the store if it is a revocation', async () => {
    const marks: (boolean | undefined)[] = [];
    class MarkingStore extends InMemoryMispStore {
      override commit(before: Misp | undefined, after: Misp, row: OutboxRow, isRevocation?: boolean) {
        marks.push(isRevocation);
        return super.commit(before, after, row);
      }
    }
    const marking = new MarkingStore();
    marking.seed(sampleMisp());
    const settling = new Settlement(marking, facts, codeOf);
    await settling.settle(about(sampleMisp(), change));
    await settling.settle(about(sampleMisp({ version: 3 }), (misp) => ({ ...change(misp), isRevocation: true })));
    expect(marks).toEqual([undefined, true]);
  });

  test('ends when the store reports that the time is up, even as a revocation', async () => {
    rivals(1000);
    const { before } = store.hooks;
    store.hooks = {
      before: (call) => {
        if (store.calls.length > 20) throw new StoreUnavailable('No time left');
        return before?.(call);
      },
    };
    const revoke = (misp: Misp): Change<string> => ({ ...change(misp), isRevocation: true });
    await expect(settlement.settle(about(sampleMisp(), revoke))).rejects.toThrow('No time left');
  });
});

describe('a decision that does not fit', () => {
  test('is settled as a refusal: its first record, then that the MISP is too large', async () => {
    const before = sampleMisp({ licenses: [sampleLicense()] });
    store.seed(before);
    store.roomForLicenses = 0;
    const settled = await settlement.settle(about(before, change));
    expect(settled).toEqual({ kind: 'refused', error: { kind: 'misp-too-large' } });
    expect(store.rows).toEqual([
      {
        ...common,
        outcome: 'code of misp-too-large',
        mispId: '100',
        trail: [['107'], ['463', '100']],
        verdictChanges: [],
      },
    ]);
    expect(store.peek('100')).toEqual(before);
  });
});

test('removed licences are in the row by their hashes', async () => {
  const before = sampleMisp({ licenses: [1, 2, 3].map((number) => sampleLicense({ key: sampleKey(number) })) });
  store.seed(before);
  const [first, second, third] = before.licenses.map(({ hash }) => hash);
  await settlement.settle(
    about(before, (misp) => change(misp, { ...next(misp), licenses: misp.licenses.slice(1, 2) })),
  );
  expect(store.rows[0]?.removedLicenseKeyHashes).toEqual([first, third]);
  expect(store.rows[0]?.removedLicenseKeyHashes).not.toContain(second);
});

describe('a decision that takes a name', () => {
  const before = sampleMisp();
  beforeEach(() => store.seed(before, sampleMisp({ id: '101', name: 'Taken' })));
  const rename = (misp: Misp): Change<string> =>
    change(misp, { ...next(misp), name: 'Taken', normalizedName: 'taken' });

  test('is settled as its refusal if another MISP holds the name', async () => {
    const error: DomainError = { kind: 'name-taken', name: 'Taken' };
    const settled = await settlement.settle(
      about(before, (misp) => ({
        ...rename(misp),
        ifNameTaken: { kind: 'refusal', error, trail: [['107'], ['402']], mispId: '100' },
      })),
    );
    expect(settled).toEqual({ kind: 'refused', error });
    expect(store.rows).toEqual([
      { ...common, outcome: 'code of name-taken', mispId: '100', trail: [['107'], ['402']], verdictChanges: [] },
    ]);
    expect(store.peek('100')).toEqual(before);
  });

  test('must have a refusal for that', async () => {
    await expect(settlement.settle(about(before, rename))).rejects.toThrow(/name/);
    expect(store.rows).toEqual([]);
  });
});

describe('a registration', () => {
  const registration = () => ({ ...change(sampleMisp(), sampleMisp({ version: 1 })), isNew: true }) as const;

  test('is stored with its row', async () => {
    const settled = await settlement.settle(registration());
    expect(settled).toEqual({ kind: 'done', body: 'version 1', version: 1 });
    expect(store.rows).toMatchObject([{ mispId: '100', version: 1, outcome: 'success' }]);
  });

  test('of an id in use changes nothing and asks the caller to try again', async () => {
    const other = sampleMisp({ name: 'Somebody else' });
    store.seed(other);
    await expect(settlement.settle(registration())).rejects.toThrow(CounterBehind);
    expect(store.peek('100')).toEqual(other);
    expect(store.rows).toEqual([]);
  });

  test('with a lost answer is a success', async () => {
    store.seed(sampleMisp({ version: 1, lastRequestId: 'request-9' }));
    const settled = await settlement.settle(registration());
    expect(settled).toEqual({ kind: 'done', body: 'version 1', version: 1 });
  });
});

describe('text from outside', () => {
  test('is cut to the length of an audit record', async () => {
    const long = new Settlement(
      store,
      {
        ...facts,
        caller: { userId: 'u'.repeat(300), userName: 'n'.repeat(300) },
        hostName: 'h'.repeat(200),
        hostIp: 'f'.repeat(60),
      },
      codeOf,
    );
    await long.settle({ kind: 'no-change', body: null, trail: [['116'], ['207']] });
    expect(store.rows[0]).toMatchObject({
      caller: { userId: 'u'.repeat(256), userName: 'n'.repeat(128) },
      hostName: 'h'.repeat(128),
      hostIp: 'f'.repeat(45),
    });
  });
});

describe('an illegal id', () => {
  test('is in no record: INVALID replaces it, as the reference of each event and as the MISP of the request', async () => {
    await settlement.settle({
      kind: 'refusal',
      error: { kind: 'unknown-misp', mispId: NO_MISP_ID },
      trail: [['109'], ['110', NO_MISP_ID], ['111', '100', 'VALID'], ['111', NO_MISP_ID, 'VALID']],
      mispId: NO_MISP_ID,
    });
    expect(store.rows[0]).toMatchObject({
      mispId: 'INVALID',
      trail: [['109'], ['110', 'INVALID'], ['111', '100', 'VALID'], ['111', 'INVALID', 'VALID']],
    });
  });
});
