import { beforeEach, describe, expect, test } from '@jest/globals';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import type { DomainError, DomainErrorKind } from '../../functions/domain/errors.ts';
import { type Misp, NO_MISP_ID } from '../../functions/domain/misp.ts';
import type { Change, Decision, NewMisp, Refusal } from '../../functions/operation/decision.ts';
import { type Repeatable, sameError } from '../../functions/operation/idempotency.ts';
import type { RequestFacts } from '../../functions/operation/request-rows.ts';
import { type RetryTerms, Settlement } from '../../functions/operation/settle.ts';
import type { DoneFacts, IdempotencyRecord } from '../../functions/storage/idempotency-record.ts';
import { CounterBehind } from '../../functions/storage/misp-store.ts';
import { InMemoryMispStore } from '../support/in-memory-misp-store.ts';
import { caller, DAY, NOW, sampleKey, sampleLicense, sampleMisp, sha256 } from '../support/sample-misp.ts';

const ID = 'process-misp-status#id';
const FINGERPRINT = sha256('asked');
const forgetAt = Math.floor(NOW / 1000) + 86_400;

const facts: RequestFacts = {
  operation: 'process-misp-status',
  requestId: 'request-1',
  caller,
  at: NOW,
  hostName: 'misp-test',
  hostIp: '203.0.113.9',
  mispId: '100',
};
const codeOf = (error: DomainError) => `code of ${error.kind}`;

/** Answers with everything that it gets. */
const repeatable: Repeatable = {
  id: ID,
  fingerprint: FINGERPRINT,
  visibility: 'full',
  showsKey: true,
  answer: (done: DoneFacts, key: string | undefined) => ({ done, key }),
  errorOf: (why: DomainErrorKind) => sameError(why, { mispId: '100', license: 'the-key', status: 'approved' }),
};

const license = sampleLicense();
const { hash, key } = license;
const licenseFacts = { hash, validFrom: license.validFrom, validTo: license.validTo };
/** The outcome of the change below. */
const doneFirst: IdempotencyRecord = {
  id: ID,
  requestId: 'request-1',
  fingerprint: FINGERPRINT,
  outcome: { kind: 'done', facts: { mispId: '100', version: 3, isActive: true, license: licenseFacts } },
  forgetAt,
};

const next = (misp: Misp, requestId = 'request-1'): Misp => ({
  ...misp,
  version: misp.version + 1,
  lastRequestId: requestId,
});
const issue = (before: Misp, requestId = 'request-1'): Change<unknown> => ({
  kind: 'change',
  after: { ...next(before, requestId), licenses: [license] },
  license,
  body: 'the first answer',
  trail: [
    ['104-called', '100'],
    ['201', '100'],
  ],
});
const refusal = (error: DomainError, mispId?: string): Refusal => ({
  kind: 'refusal',
  error,
  trail: [['107'], ['108']],
  ...(mispId === undefined ? {} : { mispId }),
});
const about = (misp: Misp, decide: (current: Misp) => Decision<unknown>) =>
  ({ kind: 'about-misp', misp, decide }) as const;

let store: InMemoryMispStore;
beforeEach(() => {
  store = new InMemoryMispStore();
  store.seed(sampleMisp());
});

/** The settlement of the first request, or of another one with the same idempotency key. */
const settling = (requestId = 'request-1', more: Partial<Repeatable> = {}, others: Partial<RequestFacts> = {}) =>
  new Settlement(store, { ...facts, requestId, ...others }, codeOf, { repeatable: { ...repeatable, ...more } });
const read = () => store.peek('100')!;
const lastRow = (): Partial<OutboxRow> => store.rows.at(-1) ?? {};
const hexOf = ({ licenseKeyHash }: Partial<OutboxRow>) => licenseKeyHash && Buffer.from(licenseKeyHash).toString('hex');

/** What every row of a repeat of the first request has and lacks. */
function expectRepeat(outcome: string): void {
  expect(lastRow()).toMatchObject({
    outcome,
    requestId: 'request-2',
    repeatedRequestId: 'request-1',
    mispId: '100',
    trail: [['154-misp', '100']],
    verdictChanges: [],
  });
  expect(lastRow()).not.toHaveProperty('version');
  expect(lastRow()).not.toHaveProperty('removedLicenseKeyHashes');
}

describe('the first use of an idempotency key', () => {
  test('keeps the outcome of a change with the change and its row, in one call', async () => {
    const settled = await settling().settle(about(read(), issue));
    expect(settled).toEqual({ kind: 'done', body: 'the first answer', version: 3 });
    expect([...store.records]).toEqual([[ID, doneFirst]]);
    expect(store.rows).toHaveLength(1);
    expect(lastRow()).toMatchObject({ outcome: 'success', version: 3 });
    expect(lastRow()).not.toHaveProperty('repeatedRequestId');
    expect(hexOf(lastRow())).toBe(hash);
    expect(store.calls).toEqual(['commit']);
  });

  test('keeps only hash and times of a licence, and only id, version and activity of a MISP', async () => {
    await settling().settle(about(read(), issue));
    expect(JSON.stringify([...store.records])).not.toMatch(/Key1x|celltel|98450|Main Street|first answer/i);
  });

  test("keeps that nothing had to change, with the MISP's version", async () => {
    const misp = sampleMisp({ isActive: false });
    const settled = await settling().settle(
      about(misp, () => ({ kind: 'no-change', body: 'as it was', trail: [['112']], misp })),
    );
    expect(settled).toEqual({ kind: 'done', body: 'as it was', version: 2 });
    expect([...store.records.values()]).toEqual([
      { ...doneFirst, outcome: { kind: 'done', facts: { mispId: '100', version: 2, isActive: false } } },
    ]);
    expect(store.calls).toEqual(['putRowOnce']);
    expect(store.rows).toHaveLength(1);
    expect(lastRow()).not.toHaveProperty('version');
  });

  test('keeps a registration', async () => {
    const after = sampleMisp({ id: '101', name: 'New', version: 1 });
    const registration: NewMisp<string> = { kind: 'change', isNew: true, after, body: 'new', trail: [['101']] };
    const settled = await settling().settle(registration);
    expect(settled).toEqual({ kind: 'done', body: 'new', version: 1 });
    expect([...store.records.values()]).toEqual([
      { ...doneFirst, outcome: { kind: 'done', facts: { mispId: '101', version: 1, isActive: true } } },
    ]);
  });

  test('keeps that a name was taken', async () => {
    store.seed(sampleMisp({ id: '101', name: 'Taken' }));
    const error = { kind: 'name-taken', name: 'Taken' } as const;
    await settling().settle(
      about(read(), (misp) => ({
        ...issue(misp),
        after: { ...next(misp), name: 'Taken', normalizedName: 'taken' },
        ifNameTaken: refusal(error, '100'),
      })),
    );
    expect([...store.records.values()]).toEqual([
      { ...doneFirst, outcome: { kind: 'refused', why: 'name-taken', mispId: '100' } },
    ]);
    expect(store.calls).toEqual(['commit', 'putRowOnce']);
  });

  test.each<DomainError>([
    { kind: 'invalid-approval-word' },
    { kind: 'invalid-activity-word' },
    { kind: 'invalid-license-status-word' },
    { kind: 'invalid-email' },
    { kind: 'unknown-misp', mispId: '100' },
    { kind: 'unknown-license', key: 'the-key' },
    { kind: 'license-of-another-misp', mispId: '100' },
    { kind: 'already-in-status', status: 'approved' },
    { kind: 'misp-not-active' },
    { kind: 'another-person-needed' },
    { kind: 'too-many-licenses' },
    { kind: 'license-expired' },
  ])('keeps a refusal with its row: %j', async (error) => {
    const settled = await settling().settle(refusal(error, '100'));
    expect(settled).toEqual({ kind: 'refused', error });
    expect([...store.records.values()]).toEqual([
      { ...doneFirst, outcome: { kind: 'refused', why: error.kind, mispId: '100' } },
    ]);
    expect(store.calls).toEqual(['putRowOnce']);
    expect(store.rows).toHaveLength(1);
  });

  test('keeps the licence of a refusal by its hash', async () => {
    await settling().settle({ ...refusal({ kind: 'license-expired' }, '100'), licenseHash: hash });
    expect([...store.records.values()]).toEqual([
      { ...doneFirst, outcome: { kind: 'refused', why: 'license-expired', mispId: '100', licenseHash: hash } },
    ]);
    expect(hexOf(lastRow())).toBe(hash);
  });

  test('keeps the final decision, after lost races', async () => {
    store.hooks = {
      before: () => {
        store.hooks = {};
        store.seed(next(read(), 'a rival'));
      },
    };
    await settling().settle(about(read(), issue));
    expect([...store.records.values()]).toMatchObject([{ outcome: { facts: { version: 4 } } }]);
  });

  test('keeps nothing without an idempotency key', async () => {
    await new Settlement(store, facts, codeOf).settle(about(read(), issue));
    await new Settlement(store, facts, codeOf).settle(refusal({ kind: 'invalid-email' }, '100'));
    expect(store.records.size).toBe(0);
    expect(store.calls).toEqual(['commit', 'putRow']);
  });
});

describe('not kept, so that the next use decides again', () => {
  const notKept = [
    // The first of several equal requests may have caused these two, so it is looked up.
    ['version-mismatch', ['recall', 'putRow']],
    ['misp-too-large', ['recall', 'putRow']],
    ['idempotency-key-conflict', ['putRow']],
    ['access-denied', ['putRow']],
  ] as const;
  test.each(notKept)('is a refusal for %s', async (kind, calls) => {
    const error: DomainError = { kind };
    expect(await settling().settle(refusal(error, '100'))).toEqual({ kind: 'refused', error });
    expect(store.records.size).toBe(0);
    expect(store.calls).toEqual(calls);
    expect(await settling('request-2').settle(about(read(), issue))).toMatchObject({ kind: 'done', version: 3 });
  });

  test('is a MISP that does not fit', async () => {
    store.roomForLicenses = 0;
    const settled = await settling().settle(about(read(), issue));
    expect(settled).toEqual({ kind: 'refused', error: { kind: 'misp-too-large' } });
    expect(store.records.size).toBe(0);
    store.roomForLicenses = 1;
    expect(await settling('request-2').settle(about(read(), issue))).toMatchObject({ kind: 'done', version: 3 });
  });

  test('is a version mismatch', async () => {
    const terms: RetryTerms = { repeatable, ifMatch: new Set(['9']) };
    await new Settlement(store, facts, codeOf, terms).settle(about(read(), issue));
    expect(store.records.size).toBe(0);
  });

  test('is a failure of the store', async () => {
    store.hooks = {
      before: () => {
        throw new Error('down');
      },
    };
    await expect(settling().settle(about(read(), issue))).rejects.toThrow('down');
    expect(store.records.size).toBe(0);
  });

  test('is a denied access', async () => {
    await settling().denyAccess();
    expect(store.records.size).toBe(0);
    expect(store.calls).toEqual(['putRow']);
  });
});

describe('a repeat', () => {
  test('of a change gets the first answer, from the kept outcome, and nothing else is done', async () => {
    await settling().settle(about(read(), issue));
    store.calls.length = 0;
    const before = read();
    const settled = await settling('request-2').settle(about(before, (misp) => issue(misp, 'request-2')));
    expect(settled).toEqual({
      kind: 'done',
      body: { done: { mispId: '100', version: 3, isActive: true, license: licenseFacts }, key },
      version: 3,
      isReplayed: true,
    });
    expect(read()).toEqual(before);
    expect(store.rows).toHaveLength(2);
    expectRepeat('success');
    expect(hexOf(lastRow())).toBe(hash);
    expect([...store.records]).toEqual([[ID, doneFirst]]);
    expect(store.calls).toEqual(['commit', 'get', 'putRow']);
  });

  test('of a change is recognized even if the rule now refuses or changes nothing', async () => {
    await settling().settle(about(read(), issue));
    const already = refusal({ kind: 'already-in-status', status: 'approved' }, '100');
    const outcomes: readonly Decision<unknown>[] = [
      already,
      { kind: 'no-change', body: 'as it is', trail: [['112']], misp: read() },
    ];
    for (const outcome of outcomes) {
      expect(await settling('request-2').settle(about(read(), () => outcome))).toMatchObject({
        ...{ kind: 'done', version: 3, isReplayed: true },
        body: { key },
      });
      expectRepeat('success');
    }
    expect(store.rows).toHaveLength(3);
  });

  test('shows the version of the first answer, whatever happened to the MISP', async () => {
    await settling().settle(about(read(), issue));
    store.seed({ ...read(), version: 9, isActive: false, lastRequestId: 'another' });
    expect(await settling('request-2').settle(about(read(), issue))).toMatchObject({
      version: 3,
      body: { done: { version: 3, isActive: true } },
    });
  });

  test('reads nothing if the answer shows no licence key', async () => {
    await settling().settle(about(read(), issue));
    store.calls.length = 0;
    const settled = await settling('request-2', { showsKey: false }).settle(
      refusal({ kind: 'misp-not-active' }, '100'),
    );
    expect(settled).toMatchObject({ kind: 'done', body: { key: undefined }, version: 3, isReplayed: true });
    expect(store.calls).toEqual(['putRowOnce', 'putRow']);
  });

  test('reads nothing if the first answer had no licence', async () => {
    const misp = read();
    const off: Decision<unknown> = { kind: 'no-change', body: 'off', trail: [['112']], misp };
    await settling().settle(about(misp, () => off));
    store.calls.length = 0;
    expect(await settling('request-2').settle(about(misp, () => off))).toEqual({
      ...{ kind: 'done', version: 2, isReplayed: true },
      body: { done: { mispId: '100', version: 2, isActive: true }, key: undefined },
    });
    expect(store.calls).toEqual(['putRowOnce', 'putRow']);
    expectRepeat('success');
    expect(lastRow()).not.toHaveProperty('licenseKeyHash');
  });

  test('of a registration names the MISP of the first', async () => {
    const { mispId: _, ...withoutMisp } = { ...facts, operation: 'register-misp' };
    const registering = (requestId: string) =>
      new Settlement(store, { ...withoutMisp, requestId }, codeOf, { repeatable });
    const registration = (id: string): NewMisp<string> => ({
      kind: 'change',
      isNew: true,
      after: sampleMisp({ id, name: 'New', version: 1, lastRequestId: `of ${id}` }),
      body: 'new',
      trail: [['101']],
    });
    await registering('request-1').settle(registration('101'));
    expect(await registering('request-2').settle(registration('102'))).toMatchObject({
      ...{ kind: 'done', version: 1, isReplayed: true },
      body: { done: { mispId: '101' } },
    });
    expect(store.peek('102')).toBeUndefined();
    expect(lastRow()).toMatchObject({ mispId: '101', trail: [['154-misp', '101']], repeatedRequestId: 'request-1' });
  });

  test('of a refusal gets the first refusal, with the names from the repeat', async () => {
    await settling().settle({ ...refusal({ kind: 'unknown-license', key: 'the-key' }, '100'), licenseHash: hash });
    store.calls.length = 0;
    const settled = await settling('request-2').settle(about(read(), issue));
    expect(settled).toEqual({ kind: 'refused', error: { kind: 'unknown-license', key: 'the-key' }, isReplayed: true });
    expectRepeat('code of unknown-license');
    expect(hexOf(lastRow())).toBe(hash);
    expect(read()).toEqual(sampleMisp());
    expect(store.calls).toEqual(['commit', 'putRow']);
  });

  test('of a refusal without a MISP leaves a record without one', async () => {
    await settling().settle(refusal({ kind: 'invalid-email' }));
    await settling('request-2').settle(refusal({ kind: 'invalid-email' }));
    expect(lastRow()).toMatchObject({ trail: [['154']], repeatedRequestId: 'request-1' });
    expect(lastRow()).not.toHaveProperty('mispId');
  });

  test('with an illegal MISP id has INVALID in its record', async () => {
    const ofInvalid = { mispId: NO_MISP_ID };
    await settling('request-1', {}, ofInvalid).settle(
      refusal({ kind: 'unknown-misp', mispId: NO_MISP_ID }, NO_MISP_ID),
    );
    await settling('request-2', {}, ofInvalid).settle(
      refusal({ kind: 'unknown-misp', mispId: NO_MISP_ID }, NO_MISP_ID),
    );
    expect(lastRow()).toMatchObject({ mispId: 'INVALID', trail: [['154-misp', 'INVALID']] });
  });

  test('that is repeated names the first request again', async () => {
    await settling().settle(about(read(), issue));
    const answers = [];
    for (const requestId of ['request-2', 'request-3', 'request-4']) {
      answers.push(await settling(requestId).settle(about(read(), issue)));
      expect(lastRow()).toMatchObject({ requestId, repeatedRequestId: 'request-1' });
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(store.rows).toHaveLength(4);
  });

  test('masks the licence key if the repeating caller may not read it', async () => {
    await settling().settle(about(read(), issue));
    const masked = await settling('request-2', { visibility: 'masked' }).settle(about(read(), issue));
    expect(masked).toMatchObject({ body: { key: `${'*'.repeat(46)}xxxx` } });
    expect(JSON.stringify(masked)).not.toContain(key);
    const full = await settling('request-3', { visibility: 'full' }).settle(about(read(), issue));
    expect(full).toMatchObject({ body: { key } });
  });

  test.each([
    ['without it', () => store.seed({ ...read(), licenses: [] })],
    ['with another one', () => store.seed({ ...read(), licenses: [sampleLicense({ key: sampleKey(2) })] })],
  ])('of a removed licence, with the MISP %s, is an unknown licence', async (_, leave) => {
    await settling().settle(about(read(), issue));
    leave();
    const settled = await settling('request-2').settle(refusal({ kind: 'misp-not-active' }, '100'));
    expect(settled).toEqual({ kind: 'refused', error: { kind: 'unknown-license' }, isReplayed: true });
    expectRepeat('success');
    expect(hexOf(lastRow())).toBe(hash);
  });

  test('of a removed licence is still answered if its key is not shown', async () => {
    await settling().settle(about(read(), issue));
    store.seed({ ...read(), licenses: [] });
    const settled = await settling('request-2', { showsKey: false }).settle(
      refusal({ kind: 'misp-not-active' }, '100'),
    );
    expect(settled).toMatchObject({ kind: 'done', version: 3, isReplayed: true });
  });

  test('ignores If-Match', async () => {
    const terms: RetryTerms = { repeatable, ifMatch: new Set(['2']) };
    await new Settlement(store, facts, codeOf, terms).settle(about(read(), issue));
    store.calls.length = 0;
    // The MISP has version 3 by now, because of this very request.
    const again = new Settlement(store, { ...facts, requestId: 'request-2' }, codeOf, terms);
    expect(await again.settle(about(read(), issue))).toMatchObject({ kind: 'done', version: 3, isReplayed: true });
    expectRepeat('success');
    expect(store.calls).toEqual(['recall', 'get', 'putRow']);
  });

  test('does not check for room, which the first may have used', async () => {
    await settling().settle(about(read(), issue));
    store.commit = () => Promise.resolve({ kind: 'too-large' });
    const settled = await settling('request-2').settle(about(read(), issue));
    expect(settled).toMatchObject({ kind: 'done', version: 3, isReplayed: true });
    expectRepeat('success');
  });

  test('of a refusal ignores If-Match, too', async () => {
    await settling().settle(refusal({ kind: 'misp-not-active' }, '100'));
    const terms: RetryTerms = { repeatable, ifMatch: new Set(['9']) };
    const again = new Settlement(store, { ...facts, requestId: 'request-2' }, codeOf, terms);
    expect(await again.settle(about(read(), issue))).toEqual({
      ...{ kind: 'refused', error: { kind: 'misp-not-active' }, isReplayed: true },
    });
    expectRepeat('code of misp-not-active');
  });

  test('is a version mismatch only a day later', async () => {
    const terms: RetryTerms = { repeatable, ifMatch: new Set(['2']) };
    await new Settlement(store, facts, codeOf, terms).settle(about(read(), issue));
    const late = { ...facts, requestId: 'request-2', at: forgetAt * 1000 };
    const settled = await new Settlement(store, late, codeOf, terms).settle(about(read(), issue));
    expect(settled).toEqual({ kind: 'refused', error: { kind: 'version-mismatch' } });
  });

  test('of another request is reported before its version', async () => {
    await settling().settle(about(read(), issue));
    const terms: RetryTerms = { repeatable: { ...repeatable, fingerprint: 'x' }, ifMatch: new Set(['2']) };
    const other = new Settlement(store, { ...facts, requestId: 'request-2' }, codeOf, terms);
    expect(await other.settle(about(read(), issue))).toEqual({
      ...{ kind: 'refused', error: { kind: 'idempotency-key-conflict' } },
    });
    expect(lastRow()).toMatchObject({ trail: [['462-misp', '100']] });
  });

  test('discloses nothing if its record is not stored', async () => {
    await settling().settle(about(read(), issue));
    store.hooks = {
      before: (call) => {
        if (call === 'putRow') throw new Error('down');
      },
    };
    await expect(settling('request-2').settle(about(read(), issue))).rejects.toThrow('down');
    expect(store.rows).toHaveLength(1);
  });
});

describe('a key that was used for another request', () => {
  const other = { fingerprint: sha256('something else') };

  test.each<[string, Decision<unknown>]>([
    ['a change', issue(sampleMisp())],
    ['a refusal', refusal({ kind: 'misp-not-active' }, '100')],
  ])('is refused, with only 462: %s', async (_, decision) => {
    await settling().settle(about(read(), issue));
    const before = read();
    const settled = await settling('request-2', other).settle(about(before, () => decision));
    expect(settled).toEqual({ kind: 'refused', error: { kind: 'idempotency-key-conflict' } });
    expect(store.rows).toHaveLength(2);
    expect(lastRow()).toMatchObject({
      outcome: 'code of idempotency-key-conflict',
      mispId: '100',
      trail: [['462-misp', '100']],
      verdictChanges: [],
    });
    for (const field of ['version', 'repeatedRequestId', 'licenseKeyHash']) expect(lastRow()).not.toHaveProperty(field);
    expect(read()).toEqual(before);
    expect([...store.records]).toEqual([[ID, doneFirst]]);
  });

  test('is refused even if the first was refused', async () => {
    await settling().settle(refusal({ kind: 'misp-not-active' }, '100'));
    const settled = await settling('request-2', other).settle(about(read(), issue));
    expect(settled).toEqual({ kind: 'refused', error: { kind: 'idempotency-key-conflict' } });
    expect(read()).toEqual(sampleMisp());
  });

  test('leaves a record without a MISP if the path has none', async () => {
    const { mispId: _, ...withoutMisp } = facts;
    await settling().settle(refusal({ kind: 'invalid-email' }));
    const terms = { repeatable: { ...repeatable, ...other } };
    await new Settlement(store, { ...withoutMisp, requestId: 'request-2' }, codeOf, terms).settle(
      refusal({ kind: 'invalid-email' }),
    );
    expect(lastRow()).toMatchObject({ trail: [['462']] });
    expect(lastRow()).not.toHaveProperty('mispId');
  });
});

describe('an expired outcome', () => {
  const later = (seconds: number) => ({ at: (forgetAt + seconds) * 1000 });

  test('is repeated up to its last second', async () => {
    await settling().settle(about(read(), issue));
    const settled = await settling('request-2', {}, { at: forgetAt * 1000 - 1 }).settle(about(read(), issue));
    expect(settled).toMatchObject({ isReplayed: true, version: 3 });
  });

  test.each([0, 1, 86_400])('counts as absent %s s after it, and is overwritten', async (seconds) => {
    await settling().settle(about(read(), issue));
    const settled = await settling('request-2', {}, later(seconds)).settle(
      about(read(), (misp) => issue(misp, 'request-2')),
    );
    expect(settled).toEqual({ kind: 'done', body: 'the first answer', version: 4 });
    expect([...store.records.values()]).toMatchObject([
      { requestId: 'request-2', forgetAt: forgetAt + seconds + 86_400, outcome: { facts: { version: 4 } } },
    ]);
    expect(lastRow()).not.toHaveProperty('repeatedRequestId');
  });

  test('also counts as absent for another request, and for a refusal', async () => {
    await settling().settle(about(read(), issue));
    const decision = refusal({ kind: 'misp-not-active' }, '100');
    const settled = await settling('request-2', { fingerprint: 'x' }, { at: NOW + 2 * DAY }).settle(decision);
    expect(settled).toEqual({ kind: 'refused', error: decision.error });
    expect([...store.records.values()]).toMatchObject([{ fingerprint: 'x', outcome: { why: 'misp-not-active' } }]);
  });
});

describe('the result of an earlier send of the same request', () => {
  test('is the success, if found by the kept outcome', async () => {
    store.seed({ ...next(read()), licenses: [license] });
    store.records.set(ID, doneFirst);
    const settled = await settling().settle(about(sampleMisp(), issue));
    expect(settled).toEqual({ kind: 'done', body: 'the first answer', version: 3 });
    expect(store.rows).toEqual([]);
    expect(store.calls).toEqual(['commit']);
  });

  test('is the success, even if another change of the MISP followed', async () => {
    store.seed({ ...read(), version: 5, lastRequestId: 'another' });
    store.records.set(ID, doneFirst);
    const settled = await settling().settle(about(sampleMisp(), issue));
    expect(settled).toEqual({ kind: 'done', body: 'the first answer', version: 3 });
    expect(store.rows).toEqual([]);
  });

  test('is the success, if found by the MISP', async () => {
    store.seed({ ...next(read()), licenses: [license] });
    store.records.set(ID, { ...doneFirst, requestId: 'of nobody' });
    const settled = await settling().settle(about(sampleMisp(), issue));
    expect(settled).toEqual({ kind: 'done', body: 'the first answer', version: 3 });
    expect(store.rows).toEqual([]);
  });

  test('is the success, if found by the MISP without a kept outcome', async () => {
    store.seed({ ...next(read()), licenses: [license] });
    const settled = await settling().settle(about(sampleMisp(), issue));
    expect(settled).toEqual({ kind: 'done', body: 'the first answer', version: 3 });
    expect(store.calls).toEqual(['commit']);
  });

  test('is the refusal, if its row was put', async () => {
    const decision = refusal({ kind: 'misp-not-active' }, '100');
    store.records.set(ID, { ...doneFirst, outcome: { kind: 'refused', why: 'misp-not-active', mispId: '100' } });
    expect(await settling().settle(decision)).toEqual({ kind: 'refused', error: decision.error });
    expect(store.rows).toEqual([]);
    expect(store.calls).toEqual(['putRowOnce']);
  });

  test('is the success of a registration', async () => {
    store.records.set(ID, {
      ...doneFirst,
      outcome: { kind: 'done', facts: { mispId: '101', version: 1, isActive: true } },
    });
    const after = sampleMisp({ id: '101', name: 'New', version: 1 });
    const settled = await settling().settle({ kind: 'change', isNew: true, after, body: 'new', trail: [['101']] });
    expect(settled).toEqual({ kind: 'done', body: 'new', version: 1 });
    expect(store.rows).toEqual([]);
  });
});

describe('many concurrent requests', () => {
  test('have one effect and the same answer', async () => {
    const before = read();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        settling(`request-${index}`).settle(
          about(before, (misp) => ({
            ...issue(misp, `request-${index}`),
            body: { done: { mispId: '100', version: 3, isActive: true, license: licenseFacts }, key },
          })),
        ),
      ),
    );
    const bodies = answers.map((answer) => (answer.kind === 'done' ? JSON.stringify(answer.body) : answer.error.kind));
    expect(new Set(bodies).size).toBe(1);
    expect(answers.filter((answer) => answer.isReplayed === true)).toHaveLength(19);
    expect(read().version).toBe(3);
    expect(store.rows.filter(({ version }) => version !== undefined)).toHaveLength(1);
    expect(store.rows.filter(({ trail }) => trail[0]?.[0] === '154-misp')).toHaveLength(19);
  });
});

describe('a request with If-Match that changes nothing', () => {
  const unchanged = (misp: Misp) => ({ kind: 'no-change', body: 'as it was', trail: [['112']], misp }) as const;
  const meant = (requestId: string, ...versions: string[]) =>
    new Settlement(store, { ...facts, requestId }, codeOf, { repeatable, ifMatch: new Set(versions) });
  const askedBy = (settlement: Settlement) => settlement.settle(about(read(), unchanged));
  const isMismatch = { kind: 'refused', error: { kind: 'version-mismatch' } };

  test('is kept in one call, and does not change the MISP', async () => {
    const before = read();
    expect(await askedBy(meant('request-1', '2'))).toEqual({ kind: 'done', body: 'as it was', version: 2 });
    expect(read()).toEqual(before);
    expect(store.calls).toEqual(['commit']);
    expect(store.records.size).toBe(1);
    expect(lastRow()).not.toHaveProperty('version');
    expect(await askedBy(meant('request-2', '2'))).toMatchObject({ kind: 'done', isReplayed: true });
  });

  test('is not kept if the MISP has another version by then: both it and its repeat are refused', async () => {
    let isFirst = true;
    store.hooks = {
      before: async (call) => {
        if (call !== 'commit' || !isFirst) return;
        isFirst = false;
        store.seed(next(read(), 'another'));
        expect(await askedBy(meant('request-2', '2'))).toMatchObject(isMismatch);
      },
    };
    expect(await askedBy(meant('request-1', '2'))).toMatchObject(isMismatch);
    expect(store.records.size).toBe(0);
    expect(store.rows.map(({ outcome }) => outcome)).toEqual(Array(2).fill('code of version-mismatch'));
  });

  test('is decided again if the other version matches as well', async () => {
    let isFirst = true;
    store.hooks = {
      before: (call) => {
        if (call === 'commit' && isFirst) store.seed(next(read(), 'another'));
        isFirst = false;
      },
    };
    expect(await askedBy(meant('request-1', '2', '3'))).toMatchObject({ kind: 'done', version: 3 });
    expect(store.rows).toHaveLength(1);
  });

  test('is also kept with that version if the name is taken', async () => {
    store.seed(sampleMisp({ id: '101', name: 'Taken' }));
    const renaming = (misp: Misp) => ({
      ...issue(misp),
      after: { ...next(misp), name: 'Taken', normalizedName: 'taken' },
      ifNameTaken: refusal({ kind: 'name-taken', name: 'Taken' }, '100'),
    });
    let commits = 0;
    store.hooks = {
      before: (call) => {
        if (call !== 'commit') return;
        commits += 1;
        if (commits === 2) store.seed(next(read(), 'another'));
      },
    };
    expect(await meant('request-1', '2').settle(about(read(), renaming))).toMatchObject(isMismatch);
    expect([commits, store.records.size]).toEqual([2, 0]);
  });

  test('is still kept if its MISP fills its item', async () => {
    store.seed(sampleMisp({ licenses: [license] }));
    store.roomForLicenses = 0;
    expect(await askedBy(meant('request-1', '2'))).toMatchObject({ kind: 'done', version: 2 });
    expect(store.calls).toEqual(['commit', 'putRowOnce']);
  });
});

test('an id in use by another MISP is not a repeat', async () => {
  const after = sampleMisp({ name: 'New', version: 1 });
  const settled = settling().settle({ kind: 'change', isNew: true, after, body: 'new', trail: [['101']] });
  await expect(settled).rejects.toThrow(CounterBehind);
  expect(store.records.size).toBe(0);
});

test('a request without an idempotency key that finds a repeat is an internal error', async () => {
  store.commit = () => Promise.resolve({ kind: 'repeated', first: doneFirst });
  const without = new Settlement(store, { ...facts, requestId: 'request-2' }, codeOf);
  await expect(without.settle(about(read(), issue))).rejects.toThrow(/idempotency key/);
});
