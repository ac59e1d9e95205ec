import { expect, test } from '@jest/globals';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import { checkDomainEvents, checkLicenseCounts } from '../../proofs/linearizability/check-end.ts';
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
  ['knew a working licence', world(license), [], world(license), NOW],
  ['heard that it was switched off', world(license), [verdictRow('LICENSE_DEACTIVATED')], world(off), NOW],
  [
    'heard that it is on again',
    world(license),
    [verdictRow('MISP_REJECTED'), verdictRow('VALID')],
    world(license),
    NOW,
  ],
  ['heard of a new one', world(), [verdictRow('VALID')], world(license), NOW],
  ['knows when it ended', world(license), [], world(license), license.to],
  ['heard of a changed end', world(license), [verdictRow('VALID', NOW)], world({ ...license, to: NOW }), NOW],
  ['heard of a removed one', world(license), [verdictRow('EXPIRED')], world(), NOW],
])('a consumer knows which licences work if it %s', (_who, before, rows, after, now) => {
  expect(checkDomainEvents(before, rows, after, now)).toEqual([]);
});

test.each([
  ['missed that a licence was switched off', world(license), [], world(off), NOW],
  [
    'heard the two changes in the wrong order',
    world(license),
    [verdictRow('VALID'), verdictRow('MISP_REJECTED')],
    world(license),
    NOW,
  ],
  ['missed a new one', world(), [], world(license), NOW],
  ['missed a changed end', world(license), [], world({ ...license, to: NOW }), NOW],
  ['missed a removed one', world(license), [], world(), NOW],
])('reports a consumer who %s', (_who, before, rows, after, now) => {
  expect(checkDomainEvents(before, rows, after, now)).toEqual([
    expect.stringMatching(/^licence \w+ .*works?, but the domain events say otherwise$/),
  ]);
});

const many = (count: number) =>
  misp(...Array.from({ length: count }, (_, index) => importedLicense(`Key${index}`, true, NOW, NOW + 10)));

test('a MISP may hold 50 licences, or as many as it came with', () => {
  expect(checkLicenseCounts(itemsOf(many(50)), emptyWorld)).toEqual([]);
  expect(checkLicenseCounts(itemsOf(many(60)), withMisp(emptyWorld, many(60)))).toEqual([]);
  expect(checkLicenseCounts(itemsOf(many(51)), withMisp(emptyWorld, many(49)))).toEqual([
    'MISP alpha has 51 licences, must have at most 50',
  ]);
});
