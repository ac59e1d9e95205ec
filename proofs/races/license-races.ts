import { importedLicense } from '../model/imported.ts';
import type { Asked } from '../model/reference/call.ts';
import type { KnownLicense } from '../model/reference/world.ts';
import { NOW, type Race, type Start, startOf } from './race.ts';
import { decide, download, misp, switchKey } from './requests.ts';

/** Races for the licences of one MISP. */

const DAY_MS = 24 * 60 * 60 * 1000;
const OFF = 'De-active';

const many = (count: number, licenseOf: (index: number) => KnownLicense): readonly KnownLicense[] =>
  Array.from({ length: count }, (_, index) => licenseOf(index));

/** This many licences that are switched on and have expired. */
export const expired = (count: number): readonly KnownLicense[] =>
  many(count, (index) => importedLicense(`Expired${index}`, true, NOW - 100 * DAY_MS, NOW - DAY_MS));
const switchedOff = (count: number): readonly KnownLicense[] =>
  many(count, (index) => importedLicense(`Off${index}`, false, NOW - (300 - index) * DAY_MS, NOW + 30 * DAY_MS));

/** The last key is the one that the race switches; older ones, if any, are expired and switched on. */
const last = (on: boolean, to: number) => importedLicense('Last', on, NOW - 3 * DAY_MS, to);
const older = importedLicense('Older', true, NOW - 200 * DAY_MS, NOW - 2 * DAY_MS);

const keyAgainst = (before: readonly KnownLicense[], isExpired: boolean, ...others: readonly Asked[]): Start => {
  const license = last(true, isExpired ? NOW - DAY_MS : NOW + 30 * DAY_MS);
  return startOf(misp({ licenses: [...before, license] }), switchKey(license.key, OFF), ...others);
};

/** At the time of the switch the licence has not expired yet; at the download it has. */
const atTheEnd = (isOn: boolean, word: string): Start => {
  const license = last(isOn, NOW);
  const request = { ...switchKey(license.key, word), at: NOW - 1 };
  return startOf(misp({ licenses: [older, license] }), request, { ...download, at: NOW });
};

/**
 * A leaked or expired key is replaced: it expires, is switched off, and a new one is downloaded. A download after the
 * switch must return neither the key nor a new one.
 */
export const switchedOffAgainstDownload: Race = {
  name: 'a key switched off against a download',
  variants: [
    keyAgainst([], true, download),
    keyAgainst([older], true, download),
    keyAgainst([older], false, download),
    atTheEnd(true, OFF),
    atTheEnd(false, 'Active'),
  ],
};

/** This many licences of which none works; the expired ones were issued last. */
const noneWorking = (current: number, gone: number) => [...switchedOff(current), ...expired(gone)];

const approvalsAt = (current: number, gone: number, ...words: readonly string[]): Start =>
  startOf(
    misp({ approval: 'rejected', licenses: noneWorking(current, gone) }),
    ...['approved', 'approved', ...words].map(decide),
  );

export const approvalsAtTheBound: Race = {
  name: 'approvals at the bound of licences',
  variants: [approvalsAt(49, 0), approvalsAt(49, 1), approvalsAt(40, 8), approvalsAt(50, 1)],
};

const renewalsAt = (current: number, gone: number): Start =>
  startOf(misp({ licenses: noneWorking(current, gone) }), download, download);

export const renewalsAtTheBound: Race = {
  name: 'renewals at the bound of licences',
  variants: [renewalsAt(49, 1), renewalsAt(40, 7), renewalsAt(50, 1)],
};

/** More than two concurrent requests, in random orders. */
export const crowdForOneMisp: Race = {
  name: 'three and more for the licences of one MISP',
  variants: [
    keyAgainst([older], true, download, decide('rejected')),
    keyAgainst([older], true, download, decide('rejected'), decide('approved')),
    approvalsAt(49, 5, 'rejected'),
    approvalsAt(48, 2, 'rejected', 'approved'),
  ],
};
