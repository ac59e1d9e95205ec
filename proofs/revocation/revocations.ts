import { activityRequest, keyStatusRequest, rotateRequest, statusRequest } from '../../test/scenarios/requests.ts';
import type { Fleet, InstanceAnswer } from './fleet.ts';
import { TrackedKey } from './tracked-key.ts';

/** The ways to revoke. */
export const ways = ['key', 'misp', 'reject', 'rotate'] as const;
export type Way = (typeof ways)[number];

/** A MISP with its licence keys, the newest last. The others stay revoked. */
export interface TrackedMisp {
  readonly id: string;
  readonly keys: TrackedKey[];
}

export const youngest = ({ keys }: TrackedMisp): TrackedKey => keys.at(-1)!;

/** Revokes the MISP's key. Once this is answered, no validation may say that it is active. */
export async function revoke({ revokers }: Fleet, misp: TrackedMisp, way: Way): Promise<void> {
  const key = youngest(misp);
  key.become('changing');
  if (way === 'key')
    await made(revokers['update-license-key-status'].call(keyStatusRequest(key.mispId, key.key, 'De-active')));
  else if (way === 'rotate') {
    const issued = await made(revokers['rotate-license-key'].call(rotateRequest(misp.id, 0)));
    key.become('revoked');
    misp.keys.push(new TrackedKey(misp.id, String(issued.licenseKey)));
    return;
  } else if (way === 'misp') await made(revokers['update-misp-status'].call(activityRequest(misp.id, 'De-active')));
  else await made(revokers['process-misp-status'].call(statusRequest(misp.id, 'rejected')));
  key.become('revoked');
}

/** Restores the key, or gets a new one by an approval: then the old one stays revoked. */
export async function bringBack({ revokers }: Fleet, misp: TrackedMisp, way: Way): Promise<void> {
  // A rotation has already issued a new key.
  if (way === 'rotate') return;
  const key = youngest(misp);
  if (way === 'reject') {
    const issued = await made(revokers['process-misp-status'].call(statusRequest(misp.id, 'approved')));
    misp.keys.push(new TrackedKey(misp.id, String(issued.mispLicenseKey)));
    return;
  }
  key.become('changing');
  if (way === 'key')
    await made(revokers['update-license-key-status'].call(keyStatusRequest(key.mispId, key.key, 'Active')));
  else await made(revokers['update-misp-status'].call(activityRequest(misp.id, 'Active')));
  key.become('works');
}

/** If the change is refused, nothing is revoked and the proof has nothing to judge. */
async function made(call: Promise<InstanceAnswer>): Promise<Readonly<Record<string, unknown>>> {
  const { response, errorCode } = await call;
  if (response === null) throw new Error(`A change was refused: ${errorCode}`);
  return response;
}
