import type { License, Misp } from '../../functions/domain/misp.ts';
import { expiredLicense, imported, license, newKey } from '../../test/scenarios/arrangements.ts';
import { statusRequest } from '../../test/scenarios/requests.ts';
import { endingsOf } from './endings-of.ts';
import type { Race, RaceRequest, Start } from './race.ts';
import type { RaceService } from './race-service.ts';
import { download, keyStatus } from './requests.ts';

/** Races for the licences of one MISP: how each may end is the model's to say. */

const DAY_MS = 24 * 60 * 60 * 1000;
const OFF = 'De-active';

async function raceOf(
  service: RaceService,
  part: Partial<Misp>,
  requestsOf: (mispId: string) => readonly RaceRequest[],
): Promise<Start> {
  const misp = await imported(service, part);
  const requests = requestsOf(misp.id);
  return { mispId: misp.id, requests, endings: endingsOf(misp, requests) };
}

/** The key that somebody switches off is the last one; an older one, where there is any, has expired and is switched on. */
const lastOf = (key: string, isExpired: boolean): License => (isExpired ? expiredLicense(key) : license({ key }));
const older = (): License =>
  license({ key: newKey(), validFrom: Date.now() - 200 * DAY_MS, validTo: Date.now() - 2 * DAY_MS });

/**
 * Somebody replaces a key that is expired or that leaked: it expires, it is switched off, a new one is asked for. A download
 * that comes behind the switch must neither give the key nor one in its place.
 */
export const switchedOffAgainstDownload: Race = {
  name: 'a key switched off against a download',
  variants: [
    (service) => keyAgainst(service, [], true, (id) => [download(id)]),
    (service) => keyAgainst(service, [older()], true, (id) => [download(id)]),
    (service) => keyAgainst(service, [older()], false, (id) => [download(id)]),
    // For the switch the licence has not expired yet, for the download it has.
    (service) => atTheEnd(service, true, OFF),
    (service) => atTheEnd(service, false, 'Active'),
  ],
};

const keyAgainst = (
  service: RaceService,
  before: readonly License[],
  isExpired: boolean,
  others: (mispId: string) => readonly RaceRequest[],
): Promise<Start> => {
  const key = newKey();
  return raceOf(service, { licenses: [...before, lastOf(key, isExpired)] }, (id) => [
    keyStatus(id, key, OFF),
    ...others(id),
  ]);
};

const atTheEnd = (service: RaceService, isSwitchedOn: boolean, word: string): Promise<Start> => {
  const [key, end] = [newKey(), Date.now() - 60_000];
  const licenses = [older(), license({ key, isSwitchedOn, validTo: end })];
  return raceOf(service, { licenses }, (id) => [keyStatus(id, key, word, end - 1), download(id, end)]);
};

/** So many licences of which none works, the ones that have expired issued last. */
const none = (current: number, gone: number): readonly License[] => [...switchedOff(current), ...expired(gone)];
const switchedOff = (count: number): readonly License[] =>
  Array.from({ length: count }, (_, index) =>
    license({ key: newKey(), isSwitchedOn: false, validFrom: Date.now() - (300 - index) * DAY_MS }),
  );
const expired = (count: number): readonly License[] => Array.from({ length: count }, () => expiredLicense(newKey()));

export const approvalsAtTheBound: Race = {
  name: 'approvals at the bound of licences',
  variants: [
    (service) => approvalsAt(service, 49, 0),
    (service) => approvalsAt(service, 49, 1),
    (service) => approvalsAt(service, 40, 8),
    (service) => approvalsAt(service, 50, 1),
  ],
};

const approvalsAt = (service: RaceService, current: number, gone: number, ...words: string[]): Promise<Start> =>
  raceOf(service, { status: 'rejected', licenses: none(current, gone) }, (id) =>
    ['approved', 'approved', ...words].map((word) => statusRequest(id, word)),
  );

export const renewalsAtTheBound: Race = {
  name: 'renewals at the bound of licences',
  variants: [
    (service) => renewalsAt(service, 49, 1),
    (service) => renewalsAt(service, 40, 7),
    (service) => renewalsAt(service, 50, 1),
  ],
};

const renewalsAt = (service: RaceService, current: number, gone: number): Promise<Start> =>
  raceOf(service, { licenses: none(current, gone) }, (id) => [download(id), download(id)]);

/** More at once than two, in orders that are drawn. */
export const crowdForOneMisp: Race = {
  name: 'three and more for the licences of one MISP',
  variants: [
    (service) => keyAgainst(service, [older()], true, (id) => [download(id), statusRequest(id, 'rejected')]),
    (service) =>
      keyAgainst(service, [older()], true, (id) => [
        download(id),
        statusRequest(id, 'rejected'),
        statusRequest(id, 'approved'),
      ]),
    (service) => approvalsAt(service, 49, 5, 'rejected'),
    (service) => approvalsAt(service, 48, 2, 'rejected', 'approved'),
  ],
};
