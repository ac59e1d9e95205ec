import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expandRow } from '../../functions/audit/expand-row.ts';
import { type ProvingGround, startProvingGround } from '../../proofs/model/proving-ground.ts';
import type { Asked, Call } from '../../proofs/model/reference/call.ts';
import { hashOf } from '../../proofs/model/reference/licenses.ts';
import type { Outcome } from '../../proofs/outages/callers.ts';
import { findContradictions } from '../../proofs/outages/contradictions.ts';
import type { Entry, Observations } from '../../proofs/outages/observations.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const START = Date.parse('2026-01-01T00:00:00.000Z');
const CONFIGURATION = { errorCodes: '1.1.4', visibility: 'full' } as const;

const mispId = '100';
const profile = { contactNumber: '1', emailId: 'info@celltel.com', address: 'x' };
const registered: Asked = { operation: 'register-misp', fields: { organizationName: 'One', ...profile } };
const renamed: Asked = { operation: 'update-misp', mispId, fields: { name: 'Two', ...profile } };
const downloaded: Asked = { operation: 'download-license-key', mispId };
const decided = (mispStatus: string): Asked => ({ operation: 'process-misp-status', mispId, fields: { mispStatus } });
const turned = (mispStatus: string): Asked => ({ operation: 'update-misp-status', mispId, fields: { mispStatus } });
const switched = (mispLicenseKeyStatus: string): Asked => ({
  ...{ operation: 'update-license-key-status', mispId },
  fields: { mispLicenseKey: 'the first', mispLicenseKeyStatus },
});

/** One change a day of each kind, except rejection, rotation and validity; finally a renewal. */
const EACH_ONCE: readonly Asked[] = [
  ...[registered, decided('approved'), renamed, turned('De-active')],
  // After the de-activation no verdict changes.
  ...[switched('De-active'), switched('Active'), turned('Active'), downloaded],
];
/** Approved seven times, rejected in between, and renewed when all seven licences have expired: two are removed. */
const GROWING: readonly Asked[] = [
  registered,
  ...Array.from({ length: 13 }, (_, index) => decided(index % 2 === 0 ? 'approved' : 'rejected')),
  downloaded,
];

let ground: ProvingGround;
const observations = new Map<readonly Asked[], Observations>();
beforeAll(async () => {
  ground = await startProvingGround();
  for (const asked of [EACH_ONCE, GROWING]) observations.set(asked, await observationsOf(asked));
});
afterAll(() => ground.stop());

/** What the service leaves behind after these requests: one a day, and the last after all licences have expired. */
async function observationsOf(all: readonly Asked[]): Promise<Observations> {
  const service = await ground.fresh(CONFIGURATION);
  const outcomes: Outcome[] = [];
  for (const [index, asked] of all.entries()) {
    const day = index < all.length - 1 ? index : 200;
    const first = outcomes.map(({ response }) => response?.mispLicenseKey).find((key) => typeof key === 'string');
    const key = asked.fields?.mispLicenseKey === undefined ? {} : { mispLicenseKey: first };
    const call: Call = {
      ...asked,
      ...(asked.fields && { fields: { ...asked.fields, ...key } }),
      ...{ by: { userId: 'ada', userName: 'Ada' }, at: START + day * DAY_MS, requestId: `request-${index + 1}` },
    };
    const { status, body } = await service.ask(call);
    const { at: _, ...request } = call;
    outcomes.push({ request, status, errorCode: body.errors[0]?.errorCode, response: Object(body.response) });
  }
  const [rows, items] = [await service.rows(), await service.items()];
  return { outcomes, items, entries: rows.flatMap((row) => expandRow(row)) };
}

const balanced = () => observations.get(EACH_ONCE)!;
const grown = () => observations.get(GROWING)!;

const isVerdictOf = (version: number) => (entry: Entry) =>
  entry.detailType === 'LICENSE_VERDICT_CHANGED' && entry.detail.version === version;
const changed = (entries: readonly Entry[], which: (entry: Entry) => boolean, what: Entry['detail']): Entry[] =>
  entries.map((entry) => (which(entry) ? { ...entry, detail: { ...entry.detail, ...what } } : entry));
const stemOf = (version: number, { entries }: Observations) =>
  String(entries.find(({ detail }) => detail.version === version)?.detail.recordId).replace(/-\d+$/, '');
/** A copy of a version's domain event with another version, in that version's row. */
const sentAgain =
  (version: number, as: number) =>
  (observations: Observations): Observations => {
    const recordId = `${stemOf(as, observations)}-${1 + observations.entries.filter(({ detail }) => detail.version === as).length}`;
    const again = changed(observations.entries.filter(isVerdictOf(version)), () => true, { version: as, recordId });
    return { ...observations, entries: [...observations.entries, ...again] };
  };
/** Changes a request or an answer that made a version. */
const withOutcome =
  (version: number, change: (outcome: Outcome) => Outcome) =>
  (observations: Observations): Observations => ({
    ...observations,
    outcomes: observations.outcomes.map((one) => (one.request.requestId === `request-${version}` ? change(one) : one)),
  });
/** Changes the stored MISP. */
const storing =
  (change: (item: Observations['items'][number]) => object) =>
  (observations: Observations): Observations => ({
    ...observations,
    items: observations.items.map((item) => (item.pk === `MISP#${mispId}` ? { ...item, ...change(item) } : item)),
  });
const withEntries =
  (change: (entries: readonly Entry[]) => readonly Entry[]) =>
  (observations: Observations): Observations => ({
    ...observations,
    entries: change(observations.entries),
  });
/** The hash of a licence key, by the order of the approvals. */
const hashIn = ({ outcomes }: Observations, which: number) => {
  const keys = outcomes.map(({ response }) => response?.mispLicenseKey).filter((key) => typeof key === 'string');
  return hashOf(keys[which] ?? '');
};

type Falsification = readonly [title: string, falsify: (observations: Observations) => Observations, trace: RegExp];

test('consistent observations have no contradiction', () => {
  expect(findContradictions(balanced())).toEqual([]);
  expect(findContradictions(grown())).toEqual([]);
});

const naming =
  (...which: number[]) =>
  (observations: Observations): Observations => ({
    ...observations,
    entries: changed(observations.entries, ({ detail }) => detail.removedLicenseKeyHashes !== undefined, {
      removedLicenseKeyHashes: which.map((one) => hashIn(observations, one)),
    }),
  });

const grownFalsely: readonly Falsification[] = [
  [
    'a domain event for a changed reason alone',
    sentAgain(3, 5),
    /^version 5 of MISP 100: domain event 1 is .*, must be nothing$/,
  ],
  [
    'a removed licence that is not named',
    naming(0),
    /^version 15 of MISP 100: audit record 1\.removedLicenseKeyHashes\./,
  ],
  [
    'a named licence that need not be removed',
    naming(0, 1, 2),
    /^version 15 of MISP 100: audit record 1\.removedLicenseKeyHashes\./,
  ],
  [
    'a licence that was not removed',
    storing(({ licenses }) => ({ licenses: { ...Object(licenses), [hashOf('gone')]: { key: 'gone' } } })),
    /^MISP 100 is not what its records say: licenses\.\w+ is .*, must be nothing$/,
  ],
];

const falsifications: readonly Falsification[] = [
  [
    'a lost domain event',
    withEntries((entries) => entries.filter((entry) => !isVerdictOf(4)(entry))),
    /^version 4 of MISP 100: domain event 0 is nothing, must be /,
  ],
  [
    'a domain event of another version',
    withEntries((entries) => changed(entries, isVerdictOf(4), { version: 5 })),
    /^version 5 of MISP 100: domain event 0 is .*, must be nothing$/,
  ],
  [
    'a domain event with the wrong reason',
    withEntries((entries) => changed(entries, isVerdictOf(4), { reason: 'LICENSE_DEACTIVATED' })),
    /^version 4 of MISP 100: domain event 0\.reason is "LICENSE_DEACTIVATED", must be "MISP_DEACTIVATED"$/,
  ],
  [
    'a domain event that wrongly says active',
    withEntries((entries) => changed(entries, isVerdictOf(4), { active: true })),
    /^version 4 of MISP 100: domain event 0\.active is true, must be false$/,
  ],
  [
    'a domain event without a changed verdict',
    sentAgain(4, 5),
    /^version 5 of MISP 100: domain event 0 is .*, must be nothing$/,
  ],
  [
    'a domain event sent twice with two ids',
    sentAgain(4, 4),
    /^version 4 of MISP 100: domain event 1 is .*, must be nothing$/,
  ],
  [
    'a domain event in place of the records of its version',
    withEntries((entries) => entries.filter((entry) => entry.detail.version !== 4 || isVerdictOf(4)(entry))),
    /^The records of version 4 of MISP 100 are lost$/,
  ],
  [
    'a version claimed by two requests',
    (observations) => {
      const copies = observations.entries.filter(({ detail }) => detail.version === 3);
      const other = copies.map(({ detailType, detail }) => ({
        detailType,
        detail: { ...detail, requestId: 'another', recordId: `OTHER-${detail.sequence}` },
      }));
      const third = observations.outcomes[2]!;
      const outcome = { ...third, request: { ...third.request, requestId: 'another' }, status: 503 };
      return {
        ...observations,
        entries: [...observations.entries, ...other],
        outcomes: [...observations.outcomes, outcome],
      };
    },
    /^Version 3 of MISP 100 is claimed by requests request-3 and another: a change that did not happen$/,
  ],
  [
    'records of a version that was never reached',
    withEntries((entries) => changed(entries, ({ detail }) => detail.version === 8, { version: 9 })),
    /^MISP 100 never had version 9: a change that did not happen$/,
  ],
  [
    'records of a MISP that is not stored',
    withEntries((entries) => changed(entries, ({ detail }) => detail.version === 3, { mispId: '101' })),
    /^MISP 101 never had version 3: a change that did not happen$/,
  ],
  [
    'a request that was never made',
    (observations) => ({ ...observations, outcomes: observations.outcomes.toSpliced(2, 1) }),
    /^Request request-3 did not ask for update-misp$/,
  ],
  [
    'a change that the rules do not allow',
    withOutcome(6, (outcome) => ({
      ...outcome,
      request: { ...outcome.request, fields: { ...outcome.request.fields, mispLicenseKeyStatus: 'De-active' } },
    })),
    /^version 6 of MISP 100: its records report a change, update-.*, that the rules do not allow there: no change: de-active$/,
  ],
  [
    'a renewal although the last licence was switched off',
    // It is switched on again in version 6, as if it had never been off.
    (observations) => ({
      ...storing(() => ({ version: 7 }))(observations),
      entries: observations.entries
        .filter(({ detail }) => detail.version !== 6)
        .map((entry) => (Number(entry.detail.version) > 6 ? withVersionBefore(entry) : entry)),
    }),
    /^version 7 of MISP 100: its records report a change, download-.*, that the rules do not allow there: none active$/,
  ],
  [
    'a change for another MISP',
    withOutcome(3, (outcome) => ({ ...outcome, request: { ...outcome.request, mispId: '101' } })),
    /^version 3 of MISP 100: its records report a change, update-.*, that the rules do not allow there: unknown MISP$/,
  ],
  [
    'a description with the other status',
    withEntries((entries) =>
      changed(entries, ({ detail }) => detail.version === 4 && detail.eventId === 'PMS_MSP_113', {
        description: 'active',
      }),
    ),
    /^version 4 of MISP 100: description of 113 is "active", must contain de-active$/,
  ],
  [
    'records of another user',
    withEntries((entries) => changed(entries, ({ detail }) => detail.sequence === 1, { sessionUserId: 'ben' })),
    /^version 1 of MISP 100: audit record 0\.sessionUserId is "ben", must be "ada"$/,
  ],
  [
    'a switch that contradicts its changes',
    storing(({ licenses }) => ({
      licenses: Object.fromEntries(
        Object.entries(Object(licenses)).map(([hash, one]) => [hash, { ...Object(one), isSwitchedOn: true }]),
      ),
    })),
    /^MISP 100 is not what its records say: licenses\.\w+\.isSwitchedOn is true, must be false$/,
  ],
  [
    'an update that is not stored',
    storing(() => ({ name: 'One' })),
    /^MISP 100 is not what its records say: name is "One", must be "Two"$/,
  ],
  [
    'a key that is not the stored one',
    withOutcome(2, (outcome) => ({ ...outcome, response: { ...outcome.response, mispLicenseKey: 'other' } })),
    /^version 2 of MISP 100: response\.mispLicenseKey is "other", must be /,
  ],
  [
    'a new licence that is an earlier one',
    (observations) => ({
      ...observations,
      entries: changed(observations.entries, ({ detail }) => detail.version === 8, {
        licenseKeyHash: hashIn(observations, 0),
      }),
    }),
    /^version 8 of MISP 100: the licence that it issued is stored nowhere, or is an earlier one$/,
  ],
  [
    'a new licence that is stored nowhere',
    withEntries((entries) => changed(entries, ({ detail }) => detail.version === 8, { licenseKeyHash: hashOf('?') })),
    /^version 8 of MISP 100: the licence that it issued is stored nowhere, or is an earlier one$/,
  ],
  [
    'a gap in a row',
    (observations) => {
      const lost = `${stemOf(4, observations)}-2`;
      return { ...observations, entries: observations.entries.filter(({ detail }) => detail.recordId !== lost) };
    },
    /^Of row \w+ 5 events reached the bus, the last is number 6$/,
  ],
];

const withVersionBefore = ({ detail, ...entry }: Entry): Entry => ({
  ...entry,
  detail: { ...detail, version: Number(detail.version) - 1 },
});

test.each(falsifications)('finds a contradiction in observations with %s', (_, falsify, trace) => {
  expect(findContradictions(falsify(balanced()))).toContainEqual(expect.stringMatching(trace));
});

test.each(grownFalsely)('finds a contradiction in those of a MISP that has grown, with %s', (_, falsify, trace) => {
  expect(findContradictions(falsify(grown()))).toContainEqual(expect.stringMatching(trace));
});
