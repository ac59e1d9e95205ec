import { expect, test } from '@jest/globals';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import { checkHeard, checkNumbers } from '../../proofs/linearizability/check-end.ts';
import { itemsOf } from '../../proofs/model/check-table.ts';
import { importedLicense, importedMisp } from '../../proofs/model/imported.ts';
import { hashOf } from '../../proofs/model/reference/licenses.ts';
import { emptyWorld, type KnownLicense, type KnownMisp, withMisp } from '../../proofs/model/reference/world.ts';
import { sampleRow } from '../support/sample-row.ts';

const NOW = Date.parse('2026-03-01T10:20:30.000Z');
const license = importedLicense('Key', true, NOW - 10, NOW + 10);
const off = { ...license, on: false };

const misp = (...licenses: readonly KnownLicense[]): KnownMisp =>
  importedMisp({ id: 'alpha', name: 'Acme', createdAt: NOW - 20, licenses });
const world = (...licenses: readonly KnownLicense[]) => withMisp(emptyWorld, misp(...licenses));
const verdictRow = (verdict: OutboxRow['verdictChanges'][number]['verdict'], validTo = license.to): OutboxRow =>
  sampleRow({ verdictChanges: [{ licenseHash: hashOf(license.key), verdict, validTo }] });

test.each([
  ['knew a licence that works', world(license), [], world(license), NOW],
  ['was told that it was switched off', world(license), [verdictRow('LICENSE_DEACTIVATED')], world(off), NOW],
  [
    'was told that it is on again',
    world(license),
    [verdictRow('MISP_REJECTED'), verdictRow('VALID')],
    world(license),
    NOW,
  ],
  ['was told of a new one', world(), [verdictRow('VALID')], world(license), NOW],
  ['knows when it ended', world(license), [], world(license), license.to],
  [
    'was told of an end that was moved',
    world(license),
    [verdictRow('VALID', NOW)],
    world({ ...license, to: NOW }),
    NOW,
  ],
  ['was told of one that left', world(license), [verdictRow('EXPIRED')], world(), NOW],
])('a consumer knows what works who %s', (_who, before, rows, after, now) => {
  expect(checkHeard(before, rows, after, now)).toEqual([]);
});

test.each([
  ['does not know that a licence was switched off', world(license), [], world(off), NOW],
  [
    'heard the two changes the other way round',
    world(license),
    [verdictRow('VALID'), verdictRow('MISP_REJECTED')],
    world(license),
    NOW,
  ],
  ['does not know of a new one', world(), [], world(license), NOW],
  ['does not know that its end was moved', world(license), [], world({ ...license, to: NOW }), NOW],
  ['does not know that one left', world(license), [], world(), NOW],
])('a consumer is found who %s', (_who, before, rows, after, now) => {
  expect(checkHeard(before, rows, after, now)).toEqual([
    expect.stringMatching(/^licence \w+ .*works?, the domain events say otherwise$/),
  ]);
});

const many = (count: number) =>
  misp(...Array.from({ length: count }, (_, index) => importedLicense(`Key${index}`, true, NOW, NOW + 10)));

test('a MISP may hold 50 licences, or as many as it came with', () => {
  expect(checkNumbers(itemsOf(many(50)), emptyWorld)).toEqual([]);
  expect(checkNumbers(itemsOf(many(60)), withMisp(emptyWorld, many(60)))).toEqual([]);
  expect(checkNumbers(itemsOf(many(51)), withMisp(emptyWorld, many(49)))).toEqual([
    'MISP alpha has 51 licences, must have at most 50',
  ]);
});
