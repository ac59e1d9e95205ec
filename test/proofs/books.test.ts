import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { auditTheBooks } from '../../proofs/outages/books.ts';
import type { Asked, Outcome } from '../../proofs/outages/callers.ts';
import { changeTrails } from '../../proofs/outages/change.ts';
import type { Entry, StoredMisp } from '../../proofs/outages/ledger.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const START = Date.parse('2026-01-01T00:00:00.000Z');
const [FIRST, SECOND] = ['first key', 'second key'];

const iso = (day: number) => new Date(START + day * DAY_MS).toISOString();
const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

interface Books {
  readonly outcomes: Outcome[];
  readonly entries: Entry[];
  readonly misps: StoredMisp[];
}

/** A request of a day, answered, with its records and the domain events that it leaves. */
function request(
  day: number,
  asked: Asked,
  trail: string,
  response: Outcome['response'] = {},
  verdicts: readonly (readonly [key: string, reason: string, until: number])[] = [],
): Pick<Books, 'outcomes' | 'entries'> {
  const requestId = `request-${day}`;
  const facts = { mispId: '100', version: day };
  const digits = trail.split(',');
  const records = digits.map((one, index) => ({
    detailType: 'a record',
    detail: {
      ...facts,
      ...{ recordId: `ROW${day}-${index + 1}`, eventId: `PMS_MSP_${one}`, sequence: index + 1, requestId },
      ...{ operation: asked.operation, outcome: 'success', actionTimeStamp: iso(day) },
      description: one === '113' ? `The activity status of the MISP is ${asked.word?.toLowerCase()}` : 'text',
    },
  }));
  const events = verdicts.map(([key, reason, until], index) => ({
    detailType: 'LICENSE_VERDICT_CHANGED',
    detail: {
      ...facts,
      ...{
        recordId: `ROW${day}-${digits.length + index + 1}`,
        licenseKeyHash: hashOf(key),
        active: reason === 'VALID',
      },
      ...{ reason, validTo: iso(until), changedAt: iso(day) },
    },
  }));
  return {
    outcomes: [{ asked, requestId, status: 200, errorCode: undefined, response }],
    entries: [...records, ...events],
  };
}

/** A MISP that went through one change a day of each kind but one, and a renewal at last. */
function balanced(): Books {
  const mispId = '100';
  const status = (word: string): Asked => ({ operation: 'process-misp-status', mispId, word });
  const activity = (word: string): Asked => ({ operation: 'update-misp-status', mispId, word });
  const keyStatus = (word: string): Asked => ({ operation: 'update-license-key-status', mispId, key: FIRST, word });
  const requests = [
    request(1, { operation: 'register-misp', name: 'One' }, changeTrails.register, { mispID: mispId }),
    request(2, status('approved'), changeTrails.approve, { mispLicenseKey: FIRST }, [[FIRST, 'VALID', 92]]),
    request(3, { operation: 'update-misp', mispId, name: 'Two' }, changeTrails.update),
    request(4, activity('De-active'), changeTrails['de-activate'], {}, [[FIRST, 'MISP_DEACTIVATED', 92]]),
    // Behind the de-activation no verdict changes.
    request(5, keyStatus('De-active'), changeTrails['switch off']),
    request(6, keyStatus('Active'), changeTrails['switch on']),
    request(7, activity('Active'), changeTrails.activate, {}, [[FIRST, 'VALID', 92]]),
    request(100, { operation: 'download-license-key', mispId }, changeTrails.renew, { licenseKey: SECOND }, [
      [SECOND, 'VALID', 190],
    ]),
  ];
  const licenses = { [hashOf(FIRST)]: stored(2, false), [hashOf(SECOND)]: stored(100, true) };
  return {
    ...inVersions(requests),
    misps: [{ id: mispId, version: 8, name: 'Two', status: 'approved', isActive: true, licenses }],
  };
}

/** One version a request. */
function inVersions(requests: readonly Pick<Books, 'outcomes' | 'entries'>[]): Pick<Books, 'outcomes' | 'entries'> {
  const withVersion = ({ detail, ...entry }: Entry, index: number) => ({
    ...entry,
    detail: { ...detail, version: index + 1 },
  });
  return {
    outcomes: requests.flatMap(({ outcomes }) => outcomes),
    entries: requests.flatMap(({ entries }, index) => entries.map((entry) => withVersion(entry, index))),
  };
}

const stored = (day: number, isSwitchedOn: boolean) => ({
  isSwitchedOn,
  validTo: iso(day + 90),
  createdDateTime: iso(day),
});

/**
 * A MISP that was approved and rejected until its seven licences expired, and renewed: two of them leave.
 * @param between what was asked for before the renewal.
 */
function grown(between: readonly Pick<Books, 'outcomes' | 'entries'>[] = []): Books {
  const mispId = '100';
  const keys = Array.from({ length: 7 }, (_, index) => `key ${index}`);
  const status = (word: string): Asked => ({ operation: 'process-misp-status', mispId, word });
  const cycles = keys.flatMap((key, index) => {
    const [approvedOn, until] = [2 + 2 * index, 92 + 2 * index];
    const approval = request(approvedOn, status('approved'), changeTrails.approve, { mispLicenseKey: key }, [
      [key, 'VALID', until],
    ]);
    const rejection = request(approvedOn + 1, status('rejected'), changeTrails.reject, {}, [
      [key, 'MISP_REJECTED', until],
    ]);
    return index < keys.length - 1 ? [approval, rejection] : [approval];
  });
  const renewal = request(
    200,
    { operation: 'download-license-key', mispId },
    changeTrails.renew,
    { licenseKey: SECOND },
    [[SECOND, 'VALID', 290]],
  );
  const removedLicenseKeyHashes = keys.slice(0, 2).map(hashOf);
  const entries = changed(renewal.entries, ({ detail }) => detail.eventId === 'PMS_MSP_121', {
    removedLicenseKeyHashes,
  });
  const first = request(1, { operation: 'register-misp', name: 'One' }, changeTrails.register, { mispID: mispId });
  const stay = keys.map((key, index) => [hashOf(key), stored(2 + 2 * index, false)] as const).slice(2);
  const licenses = Object.fromEntries([...stay, [hashOf(SECOND), stored(200, true)]]);
  return {
    ...inVersions([first, ...cycles, ...between, { ...renewal, entries }]),
    misps: [{ id: mispId, version: 15 + between.length, name: 'One', status: 'approved', isActive: true, licenses }],
  };
}

const audit = ({ outcomes, entries, misps }: Books) => auditTheBooks(outcomes, entries, misps);
const isVerdictOf = (version: number) => (entry: Entry) =>
  entry.detailType === 'LICENSE_VERDICT_CHANGED' && entry.detail.version === version;
const changed = (entries: readonly Entry[], which: (entry: Entry) => boolean, what: Entry['detail']): Entry[] =>
  entries.map((entry) => (which(entry) ? { ...entry, detail: { ...entry.detail, ...what } } : entry));

test('books that balance', () => {
  expect(audit(balanced())).toEqual([]);
  expect(audit(grown())).toEqual([]);
});

const naming =
  (...keys: string[]) =>
  (books: Books): Books => ({
    ...books,
    entries: changed(books.entries, ({ detail }) => detail.removedLicenseKeyHashes !== undefined, {
      removedLicenseKeyHashes: keys.map(hashOf),
    }),
  });

const grownFalsely: readonly (readonly [string, (books: Books) => Books, RegExp])[] = [
  [
    'a domain event for another reason alone',
    (books) => {
      const [event] = books.entries.filter(isVerdictOf(3));
      const again = { recordId: 'ROW5-8', version: 5, changedAt: iso(5) };
      return { ...books, entries: [...books.entries, ...changed([event!], () => true, again)] };
    },
    /^A domain event of version 5 of MISP 100 tells what did not change/,
  ],
  [
    'a licence that leaves and is not named',
    naming('key 0'),
    /^version 4 of MISP 100: the licence that it issued is not stored$/,
  ],
  [
    'a licence that is named and need not leave',
    naming('key 0', 'key 1', 'key 2'),
    /^Of the licences of version 15 of MISP 100 must leave \w+ and \w+, its records name \w+ and \w+ and \w+$/,
  ],
  [
    'a licence that stays',
    (books) => {
      const [misp] = books.misps;
      const licenses = { ...misp!.licenses, [hashOf('key 0')]: stored(2, false) };
      return { ...books, misps: [{ ...misp!, licenses }] };
    },
    /^MISP 100 is .* its records say /,
  ],
];

const falsifications: readonly (readonly [string, (books: Books) => Books, RegExp])[] = [
  [
    'a lost domain event',
    (books) => ({ ...books, entries: books.entries.filter((entry) => !isVerdictOf(4)(entry)) }),
    /^The domain event of version 4 of MISP 100 is lost/,
  ],
  [
    'a domain event of another version',
    (books) => ({ ...books, entries: changed(books.entries, isVerdictOf(4), { version: 5 }) }),
    /^A domain event of version 5 of MISP 100 tells what did not change/,
  ],
  [
    'a domain event with the wrong reason',
    (books) => ({ ...books, entries: changed(books.entries, isVerdictOf(4), { reason: 'LICENSE_DEACTIVATED' }) }),
    /^The domain event of version 4 of MISP 100 is lost/,
  ],
  [
    'a domain event that says active where it must not',
    (books) => ({ ...books, entries: changed(books.entries, isVerdictOf(4), { active: true }) }),
    /^A domain event of version 4 of MISP 100 tells what did not change/,
  ],
  [
    'a domain event where no verdict changed',
    (books) => {
      const told = books.entries.filter(isVerdictOf(4));
      return {
        ...books,
        entries: [...books.entries, ...changed(told, () => true, { version: 5, recordId: 'ROW5-4' })],
      };
    },
    /^A domain event of version 5 of MISP 100 tells what did not change/,
  ],
  [
    'a domain event that stands in for the records of its version',
    (books) => ({
      ...books,
      entries: books.entries.filter((entry) => entry.detail.version !== 4 || isVerdictOf(4)(entry)),
    }),
    /^The records of version 4 of MISP 100 are lost$/,
  ],
  [
    'a version that two requests claim',
    (books) => {
      const copies = books.entries.filter(({ detail }) => detail.version === 3);
      const other = copies.map(({ detailType, detail }) => ({
        detailType,
        detail: { ...detail, requestId: 'another', recordId: `OTHER-${detail.sequence}` },
      }));
      const asked = { ...books.outcomes[2]!, requestId: 'another', status: 503 };
      return { ...books, entries: [...books.entries, ...other], outcomes: [...books.outcomes, asked] };
    },
    /^Version 3 of MISP 100 is claimed by requests request-3 and another: a change that did not happen$/,
  ],
  [
    'records of a version that was never reached',
    (books) => ({ ...books, entries: changed(books.entries, ({ detail }) => detail.version === 8, { version: 9 }) }),
    /^MISP 100 never had version 9: a change that did not happen$/,
  ],
  [
    'a request that nobody made',
    (books) => ({ ...books, outcomes: books.outcomes.filter(({ requestId }) => requestId !== 'request-3') }),
    /^Nobody asked for update-misp in request request-3$/,
  ],
  [
    'a change that the rules do not have',
    (books) => ({
      ...books,
      outcomes: books.outcomes.map((outcome) =>
        outcome.requestId === 'request-6' ? { ...outcome, asked: { ...outcome.asked, word: 'De-active' } } : outcome,
      ),
    }),
    /its records tell of a change, switch off, that the rules do not have there$/,
  ],
  [
    'a switch that stands otherwise than its changes say',
    (books) => {
      const [misp] = books.misps;
      const hash = hashOf(FIRST);
      const licenses = { ...misp!.licenses, [hash]: { ...misp!.licenses[hash]!, isSwitchedOn: true } };
      return { ...books, misps: [{ ...misp!, licenses }] };
    },
    /^MISP 100 is .* its records say /,
  ],
  [
    'a key that is not the stored one',
    (books) => ({
      ...books,
      outcomes: books.outcomes.map((outcome) =>
        outcome.requestId === 'request-2' ? { ...outcome, response: { mispLicenseKey: 'other' } } : outcome,
      ),
    }),
    /^version 2 of MISP 100: the licence that it issued is not stored$/,
  ],
  [
    'a hole in a row',
    (books) => ({ ...books, entries: books.entries.filter(({ detail }) => detail.recordId !== 'ROW4-2') }),
    /^Of row ROW4 5 events reached the bus, the last is number 6$/,
  ],
];

test.each(falsifications)('do not balance with %s', (_, falsify, trace) => {
  expect(audit(falsify(balanced()))).toContainEqual(expect.stringMatching(trace));
});

test.each(grownFalsely)('of a MISP that has grown do not balance with %s', (_, falsify, trace) => {
  expect(audit(falsify(grown()))).toContainEqual(expect.stringMatching(trace));
});

test('do not balance with a renewal although the last licence was switched off', () => {
  const asked = { operation: 'update-license-key-status', mispId: '100', key: 'key 6', word: 'De-active' };
  const books = grown([request(199, asked, changeTrails['switch off'])]);
  expect(audit(books)).toEqual([expect.stringMatching(/a change, renew, that the rules do not have there$/)]);
});
