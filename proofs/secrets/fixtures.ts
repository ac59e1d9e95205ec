import type { Misp } from '../../functions/domain/misp.ts';
import { expiredLicense, imported, license, newName } from '../../test/scenarios/arrangements.ts';
import type { ServiceDriver } from '../../test/scenarios/service-driver.ts';
import type { Canaries } from './canaries.ts';
import type { SecretRequest } from './secret-requests.ts';

interface MispWithKey {
  readonly mispId: string;
  readonly key: string;
}

/** The MISPs and keys for the requests. */
export interface Fixtures extends MispWithKey {
  /** Of the MISP of most requests, which the service itself has registered and approved. */
  readonly name: string;
  /** A key of another MISP. */
  readonly otherKey: string;
  /** Ids of MISPs for one change each, so that concurrent requests do not disturb each other. */
  readonly pending: string;
  readonly rejected: string;
  readonly approved: string;
  readonly active: string;
  readonly inactive: string;
  readonly renamed: string;
  readonly rotated: string;
  /** Its licence has expired: a download renews it. */
  readonly lapsed: string;
  readonly switchedOn: MispWithKey;
  readonly switchedOff: MispWithKey;
  readonly extended: MispWithKey;
}

/** Sends a request without disturbance, and keeps its answer for the search. */
export type Ask = (request: SecretRequest) => Promise<{ readonly body: string }>;

/** Creates the fixtures: one MISP through the service, the others like an import. */
export async function createFixtures(ask: Ask, driver: ServiceDriver, canaries: Canaries): Promise<Fixtures> {
  const profile = () => ({
    contactNumber: canaries.phoneNumber(),
    emailId: canaries.emailAddress(),
    address: canaries.emailAddress(),
  });
  const stored = async (part: Partial<Misp> = {}) => {
    const misp = await imported(driver, { ...profile(), licenses: [license({ key: canaries.licenseKey() })], ...part });
    return { mispId: misp.id, key: misp.licenses[0]?.key ?? '' };
  };
  const call = async (request: Omit<SecretRequest, 'headers' | 'body'>, fields: object) => {
    const body = Buffer.from(JSON.stringify({ request: fields }));
    const answer = await ask({ ...request, headers: [['content-type', 'application/json']], body });
    return JSON.parse(answer.body).response;
  };
  const name = newName('Secret');
  const { mispID } = await call(
    { operation: 'register-misp', method: 'POST', path: '/misps' },
    { organizationName: name, ...profile() },
  );
  const { mispLicenseKey } = await call(
    { operation: 'process-misp-status', method: 'PATCH', path: `/misps/${mispID}/status` },
    { mispStatus: 'approved' },
  );
  const off = () => ({ licenses: [license({ key: canaries.licenseKey(), isSwitchedOn: false })] });
  const [
    other,
    pending,
    rejected,
    approved,
    active,
    inactive,
    renamed,
    rotated,
    lapsed,
    switchedOn,
    switchedOff,
    extended,
  ] = await Promise.all([
    stored(),
    stored({ status: 'Inprogress', licenses: [] }),
    stored({ status: 'rejected', ...off() }),
    stored(),
    stored(),
    stored({ isActive: false }),
    stored(),
    stored(),
    stored({ licenses: [expiredLicense(canaries.licenseKey())] }),
    stored(),
    stored(off()),
    stored(),
  ]);
  return {
    mispId: String(mispID),
    key: String(mispLicenseKey),
    name,
    otherKey: other.key,
    pending: pending.mispId,
    rejected: rejected.mispId,
    approved: approved.mispId,
    active: active.mispId,
    inactive: inactive.mispId,
    renamed: renamed.mispId,
    rotated: rotated.mispId,
    lapsed: lapsed.mispId,
    switchedOn,
    switchedOff,
    extended,
  };
}
