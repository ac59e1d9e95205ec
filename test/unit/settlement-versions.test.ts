import { beforeEach, describe, expect, test } from '@jest/globals';
import type { DomainError } from '../../functions/domain/errors.ts';
import { type Misp, NO_MISP_ID } from '../../functions/domain/misp.ts';
import type { Change, Decision } from '../../functions/operation/decision.ts';
import type { RequestFacts } from '../../functions/operation/request-rows.ts';
import type { WantedVersions } from '../../functions/operation/retry-headers.ts';
import { Settlement } from '../../functions/operation/settle.ts';
import { InMemoryMispStore } from '../support/in-memory-misp-store.ts';
import { caller, NOW, sampleMisp } from '../support/sample-misp.ts';

const facts: RequestFacts = {
  operation: 'update-misp',
  requestId: 'request-1',
  caller,
  at: NOW,
  hostName: 'misp-test',
  hostIp: '203.0.113.9',
  mispId: '100',
};
const codeOf = (error: DomainError) => `code of ${error.kind}`;
const change = (before: Misp): Change<string> => ({
  kind: 'change',
  after: { ...before, version: before.version + 1, lastRequestId: 'request-1' },
  body: 'changed',
  trail: [['107'], ['108'], ['203']],
});
const about = (misp: Misp, decide: (current: Misp) => Decision<string>) =>
  ({ kind: 'about-misp', misp, decide }) as const;

let store: InMemoryMispStore;
beforeEach(() => {
  store = new InMemoryMispStore();
  store.seed(sampleMisp({ version: 3 }));
});
const read = () => store.peek('100')!;
const settling = (ifMatch: WantedVersions) => new Settlement(store, facts, codeOf, { ifMatch });
const mismatch = { kind: 'refused', error: { kind: 'version-mismatch' } } as const;

/** The MISP does not change, and the row has the first record and the mismatch. */
function expectNothingBut461(first: readonly string[] = ['107']): void {
  expect(read()).toEqual(sampleMisp({ version: 3 }));
  expect(store.rows).toHaveLength(1);
  expect(store.rows[0]).toMatchObject({
    outcome: 'code of version-mismatch',
    mispId: '100',
    trail: [first, ['461', '100']],
    verdictChanges: [],
  });
  for (const field of ['version', 'licenseKeyHash', 'repeatedRequestId']) {
    expect(store.rows[0]).not.toHaveProperty(field);
  }
}

describe('a change with If-Match for', () => {
  test.each<[string, WantedVersions]>([
    ['this version', new Set(['3'])],
    ['this version among others', new Set(['1', '2', '3'])],
    ['any version', '*'],
  ])('%s succeeds', async (_, wanted) => {
    expect(await settling(wanted).settle(about(read(), change))).toEqual({ kind: 'done', body: 'changed', version: 4 });
    expect(store.calls).toEqual(['commit']);
  });

  test.each<[string, WantedVersions]>([
    ['the previous version', new Set(['2'])],
    ['the next version', new Set(['4'])],
    ['none', new Set()],
  ])('%s is refused: its first record, then 461, and nothing changes', async (_, wanted) => {
    expect(await settling(wanted).settle(about(read(), change))).toEqual(mismatch);
    expectNothingBut461();
    expect(store.calls).toEqual(['putRow']);
  });

  test('another version is refused before the state is checked', async () => {
    const decisions: readonly Decision<string>[] = [
      {
        kind: 'refusal',
        error: { kind: 'misp-not-active' },
        trail: [
          ['104-called', '100'],
          ['405', '100'],
        ],
        mispId: '100',
      },
      {
        kind: 'no-change',
        body: 'as it is',
        trail: [
          ['104-called', '100'],
          ['201', '100'],
        ],
        misp: read(),
      },
    ];
    for (const decision of decisions) {
      store.rows.length = 0;
      expect(await settling(new Set(['2'])).settle(about(read(), () => decision))).toEqual(mismatch);
      expectNothingBut461(['104-called', '100']);
    }
  });
});

describe('a MISP that changes in the meantime', () => {
  const rival = () => {
    store.hooks = {
      before: () => {
        store.hooks = {};
        store.seed({ ...read(), version: 4, lastRequestId: 'a rival' });
      },
    };
  };

  test('has another version then: nothing is done', async () => {
    rival();
    expect(await settling(new Set(['3'])).settle(about(read(), change))).toEqual(mismatch);
    expect(read()).toMatchObject({ version: 4, lastRequestId: 'a rival' });
    expect(store.rows).toMatchObject([{ trail: [['107'], ['461', '100']] }]);
    expect(store.calls).toEqual(['commit', 'putRow']);
  });

  test('is accepted with `*`', async () => {
    rival();
    expect(await settling('*').settle(about(read(), change))).toMatchObject({ kind: 'done', version: 5 });
  });

  test('by an earlier send of this very request is the success', async () => {
    store.seed({ ...read(), version: 4, lastRequestId: 'request-1' });
    const settled = await settling(new Set(['3'])).settle(about(sampleMisp({ version: 3 }), change));
    expect(settled).toEqual({ kind: 'done', body: 'changed', version: 4 });
    expect(store.rows).toEqual([]);
  });
});

describe('an unknown MISP or licence comes before the version', () => {
  test.each<DomainError>([
    { kind: 'unknown-misp', mispId: '100' },
    { kind: 'unknown-license', key: 'k' },
    { kind: 'license-of-another-misp', mispId: '100' },
  ])('%j', async (error) => {
    const decision = { kind: 'refusal', error, trail: [['114'], ['406']], mispId: '100' } as const;
    expect(await settling(new Set(['2'])).settle(about(read(), () => decision))).toEqual({ kind: 'refused', error });
    expect(await settling(new Set(['2'])).settle(decision)).toEqual({ kind: 'refused', error });
    expect(store.rows.map(({ trail }) => trail)).toEqual([decision.trail, decision.trail]);
  });

  test('and so do invalid words, which need no read', async () => {
    const error = { kind: 'invalid-activity-word' } as const;
    const refusal = { kind: 'refusal', error, trail: [['112'], ['407', '100']], mispId: '100' } as const;
    expect(await settling(new Set(['2'])).settle(refusal)).toEqual({ kind: 'refused', error });
  });
});

describe('denied access', () => {
  test.each([
    ['about a MISP', { mispId: '100' }, [['460-misp', '100']], '100'],
    ['about an illegal MISP id', { mispId: NO_MISP_ID }, [['460-misp', 'INVALID']], 'INVALID'],
  ])('%s leaves one record', async (_, asked, trail, mispId) => {
    const settled = await new Settlement(store, { ...facts, ...asked }, codeOf).denyAccess();
    expect(settled).toEqual({ kind: 'refused', error: { kind: 'access-denied' } });
    expect(store.rows).toMatchObject([{ outcome: 'code of access-denied', mispId, trail, verdictChanges: [] }]);
    expect(store.calls).toEqual(['putRow']);
  });

  test('about no MISP leaves one record without one', async () => {
    const { mispId: _, ...withoutMisp } = facts;
    await new Settlement(store, withoutMisp, codeOf).denyAccess();
    expect(store.rows).toMatchObject([{ trail: [['460']] }]);
    expect(store.rows[0]).not.toHaveProperty('mispId');
  });
});
