import { describeError, type MispClient, type MispError, valueOrThrow } from '../src/index.ts';

/** The result of a lifecycle. */
export interface LifecycleResult {
  readonly mispId: string;
  /** The key from the approval, replaced by a rotation. */
  readonly firstKey: string;
  readonly lastKey: string;
  /** The reason of each validation. */
  readonly verdicts: readonly string[];
}

/** Takes a MISP from registration to rejection. @throws MispCallError at the first error. */
export async function runLifecycle(client: MispClient, organizationName: string): Promise<LifecycleResult> {
  const contact = { contactNumber: '+91 98450 12345', emailId: 'info@celltel.com', address: '1 Main Street' };
  const verdicts: string[] = [];

  const { mispID: mispId } = valueOrThrow(await client.registerMisp({ organizationName, ...contact }));
  const validate = async (mispLicenseKey: string) => {
    const { reason } = valueOrThrow(await client.validateLicenseKey(mispId, { mispLicenseKey }));
    verdicts.push(reason);
  };

  const approved = valueOrThrow(await client.processMispStatus(mispId, { mispStatus: 'approved' }));
  const firstKey = approved.mispLicenseKey;
  if (firstKey === null) throw new Error('An approval issues a licence key');
  await validate(firstKey);

  const rotated = valueOrThrow(await client.rotateLicenseKey(mispId, { overlapSeconds: 3600 }));
  const lastKey = rotated.licenseKey;
  await validate(firstKey);
  await validate(lastKey);

  const { licenseKeyHash } = rotated;
  const validTo = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString();
  valueOrThrow(await client.changeLicenseValidity(mispId, { licenseKeyHash, validTo }));
  valueOrThrow(await client.updateLicenseKeyStatus(mispId, { licenseKeyHash, mispLicenseKeyStatus: 'De-active' }));
  await validate(lastKey);
  valueOrThrow(await client.updateLicenseKeyStatus(mispId, { licenseKeyHash, mispLicenseKeyStatus: 'Active' }));
  valueOrThrow(await client.downloadLicenseKey(mispId)).licenseKey satisfies string;

  // `ifMatch` keeps this from overwriting somebody else's change.
  const { misp } = valueOrThrow(await client.getMisp(mispId));
  const renamed = { name: `${misp.name} renamed`, ...contact };
  valueOrThrow(await client.updateMisp(mispId, renamed, { ifMatch: misp.version }));
  const late = await client.updateMisp(mispId, renamed, { ifMatch: misp.version });
  if (late.ok || !isOverwriting(late.error)) throw new Error('An old version was changed');

  valueOrThrow(await client.updateMispStatus(mispId, { mispStatus: 'De-active' }));
  await validate(lastKey);
  valueOrThrow(await client.updateMispStatus(mispId, { mispStatus: 'Active' }));
  valueOrThrow(await client.processMispStatus(mispId, { mispStatus: 'rejected' }));
  await validate(lastKey);
  return { mispId, firstKey, lastKey, verdicts };
}

/** Handles an error. The switch compiles only if it has every kind. */
function isOverwriting(error: MispError): boolean {
  switch (error.kind) {
    case 'version-mismatch':
      return true;
    case 'name-taken':
    case 'invalid-email':
    case 'unknown-misp':
    case 'unknown-license':
    case 'license-of-another-misp':
    case 'nothing-found':
    case 'misp-not-active':
    case 'already-in-status':
    case 'invalid-approval-word':
    case 'invalid-activity-word':
    case 'invalid-license-status-word':
    case 'license-expired':
    case 'misp-not-approved':
    case 'no-active-license':
    case 'too-many-licenses':
    case 'misp-too-large':
    case 'another-person-needed':
    case 'idempotency-key-conflict':
    case 'access-denied':
    case 'invalid-request':
    case 'not-authenticated':
    case 'internal-error':
    case 'temporarily-unavailable':
      console.error(`${error.code}: ${describeError(error)}`);
      return false;
    case 'gateway':
    case 'unreachable':
    case 'unknown':
      console.error(describeError(error));
      return false;
  }
}
