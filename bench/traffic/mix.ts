import type { OperationName } from '../../functions/operations.ts';
import {
  activityRequest,
  downloadRequest,
  get,
  keyStatusRequest,
  registerRequest,
  validateRequest,
} from '../../test/scenarios/requests.ts';
import type { ServiceRequest } from '../../test/scenarios/service-driver.ts';

/** An approved MISP with the licence key that works for it. */
export interface LicensedMisp {
  readonly id: string;
  readonly name: string;
  readonly key: string;
}

/** The MISPs that callers send requests about. */
export interface TrafficTargets {
  /** Nobody changes them, so that every validation of them must say that the licence is active. */
  readonly read: readonly LicensedMisp[];
  readonly changed: readonly LicensedMisp[];
  /** Begins the names of the MISPs that requests register; new for every order on the same table. */
  readonly stem: string;
}

export interface MixedRequest {
  readonly operation: OperationName;
  readonly request: ServiceRequest;
}

type Kind = 'validate' | 'get' | 'download' | 'list or find' | 'change';

/** Percent of all requests. */
const SHARES: readonly (readonly [Kind, number])[] = [
  ['validate', 90],
  ['get', 4],
  ['download', 2],
  ['list or find', 2],
  ['change', 2],
];

/** A sentence for the page: what the requests are. */
export const mixSentence = `Of the requests ${SHARES.map(([kind, share]) => `${share} % ${kind}`).join(', ')}. A change is a registration, an update of the profile, or switching a MISP or a key on or off.`;

/**
 * Requests without end, as a service in production may get them: nearly all of them validations. Every one of them succeeds,
 * in whatever order they are carried out.
 * @param random in [0, 1); the same numbers give the same requests.
 */
export function* mixedRequests(targets: TrafficTargets, random: () => number): Generator<MixedRequest, never> {
  for (let count = 1; ; count += 1) yield requestOf(kindAt(random() * 100), targets, random, count);
}

function kindAt(place: number): Kind {
  let reached = 0;
  for (const [kind, share] of SHARES) {
    reached += share;
    if (place < reached) return kind;
  }
  return 'validate';
}

function requestOf(kind: Kind, targets: TrafficTargets, random: () => number, count: number): MixedRequest {
  const misp = pick(targets.read, random);
  switch (kind) {
    case 'validate':
      return { operation: 'validate-license-key', request: validateRequest(misp.id, misp.key) };
    case 'get':
      return { operation: 'get-misp', request: get(`/misps/mispId/${misp.id}`) };
    case 'download':
      return { operation: 'download-license-key', request: downloadRequest(misp.id) };
    case 'list or find': {
      if (random() < 0.5) return { operation: 'list-misps', request: get('/misps?limit=20') };
      const path = `/misps/name/${encodeURIComponent(misp.name)}?limit=20`;
      return { operation: 'find-misps-by-name', request: get(path) };
    }
    case 'change':
      return changeOf(targets, random, count);
  }
}

function changeOf({ changed, stem }: TrafficTargets, random: () => number, count: number): MixedRequest {
  const { id, name, key } = pick(changed, random);
  const contactNumber = String(count).padStart(10, '9');
  const profile = { contactNumber, emailId: 'info@example.org', address: '1 Example Street' };
  const word = random() < 0.5 ? 'Active' : 'De-active';
  return pick<MixedRequest>(
    [
      { operation: 'register-misp', request: registerRequest({ ...profile, organizationName: `${stem} ${count}` }) },
      { operation: 'update-misp', request: { method: 'PUT', path: `/misps/${id}`, fields: { ...profile, name } } },
      { operation: 'update-misp-status', request: activityRequest(id, word) },
      { operation: 'update-license-key-status', request: keyStatusRequest(id, key, word) },
    ],
    random,
  );
}

function pick<T>(choices: readonly T[], random: () => number): T {
  return choices[Math.floor(random() * choices.length)]!;
}
