import { createClient, createConfig } from '../generated/hey-api/client/index.ts';
import {
  changeLicenseValidity,
  downloadLicenseKey,
  findMispsByName,
  getMisp,
  listMisps,
  type Misp,
  processMispStatus,
  registerMisp,
  rotateLicenseKey,
  updateLicenseKeyStatus,
  updateMisp,
  updateMispStatus,
  type Verdict,
  validateLicenseKey,
} from '../generated/hey-api/index.ts';
import { ACCEPT, contact, inAMonth, type LifecycleResult } from './lifecycle-result.ts';

/** A full MISP lifecycle with the client of @hey-api/openapi-ts. */

/** The response of an answer. @throws Error with the error's code. */
function done<R>(answer: { data?: { response: R; errors: unknown[] }; error?: unknown }): NonNullable<R> {
  const response = answer.data?.response;
  if (response === null || response === undefined) {
    throw new Error(JSON.stringify(answer.error ?? answer.data?.errors));
  }
  return response;
}

export async function runLifecycle(baseUrl: string, token: string): Promise<LifecycleResult> {
  const headers = { accept: ACCEPT };
  const client = createClient(createConfig({ baseUrl, headers, auth: () => token }));
  const organizationName = `hey-api ${Date.now()}`;
  const verdicts: Verdict['reason'][] = [];

  const { mispID } = done(await registerMisp({ client, body: { request: { organizationName, ...contact } } }));
  const path = { mispId: mispID };
  const decide = async (mispStatus: 'approved' | 'rejected') =>
    done(await processMispStatus({ client, path, body: { request: { mispStatus } } }));
  const { mispLicenseKey } = await decide('approved');
  if (mispLicenseKey === null) throw new Error('An approval issues a licence key');
  const validate = async (key: string) => {
    const body = { request: { mispLicenseKey: key } };
    verdicts.push(done(await validateLicenseKey({ client, path, body })).reason);
  };
  await validate(mispLicenseKey);

  const once = { 'Idempotency-Key': crypto.randomUUID() };
  const rotated = done(
    await rotateLicenseKey({ client, path, headers: once, body: { request: { overlapSeconds: 3600 } } }),
  );
  if (rotated.earlier.length !== 1) throw new Error('A rotation ends the licence that worked');
  const { licenseKeyHash } = rotated;
  const moved = done(
    await changeLicenseValidity({ client, path, body: { request: { licenseKeyHash, validTo: inAMonth() } } }),
  );
  const turn = async (mispLicenseKeyStatus: 'Active' | 'De-active') => {
    const body = { request: { licenseKeyHash, mispLicenseKeyStatus } };
    done(
      await updateLicenseKeyStatus({ client, path, headers: { 'If-Match': '*' }, body }),
    ).mispLicenseKeyStatus.trim();
  };
  await turn('De-active');
  await validate(rotated.licenseKey);
  await turn('Active');
  done(await downloadLicenseKey({ client, path })).licenseKey.trim();

  const { misp, misp_licenses: licenses } = done(await getMisp({ client, path }));
  if (misp.version !== moved.version + 2 || licenses.length !== 2) throw new Error('Two changes and two licences');
  const renamed = { name: `${organizationName} B`, ...contact };
  done(await updateMisp({ client, path, body: { request: renamed } })).emailID.trim();
  const stale = await updateMisp({
    client,
    path,
    headers: { 'If-Match': `"${misp.version}"` },
    body: { request: renamed },
  });
  const refusal = stale.error !== undefined && 'code' in stale.error ? stale.error.code : '';
  const activate = async (mispStatus: 'Active' | 'De-active') => {
    const { message } = done(await updateMispStatus({ client, path, body: { request: { mispStatus } } }));
    message satisfies 'MISP actived successfully' | 'MISP de-actived successfully';
  };
  await activate('De-active');
  await validate(rotated.licenseKey);
  await activate('Active');
  await decide('rejected');
  await validate(rotated.licenseKey);

  let listed = 0;
  let cursor: string | undefined;
  do {
    const page = await listMisps({
      client,
      query: { limit: 1, status: 'rejected', ...(cursor === undefined ? {} : { cursor }) },
    });
    listed += done(page).length;
    cursor = page.data?.metadata?.nextCursor;
  } while (cursor !== undefined);
  const found = done(await findMispsByName({ client, path: { orgName: organizationName } })).length;
  return { mispId: mispID, verdicts, listed, found, refusal };
}

/** What must not compile. A `@ts-expect-error` is itself an error if its next line compiles. */
export const mistakes = (verdict: Verdict, misp: Misp) => [
  // @ts-expect-error neither organizationName nor name
  registerMisp({ body: { request: contact } }),
  // @ts-expect-error a word that does not exist
  processMispStatus({ path: { mispId: '1' }, body: { request: { mispStatus: 'aproved' } } }),
  // @ts-expect-error a limit is a number
  listMisps({ query: { limit: '2' } }),
  // @ts-expect-error no MISP is named
  getMisp({}),
  // @ts-expect-error no such field
  verdict.isRevoked,
  // @ts-expect-error it can be null
  misp.updatedBy.length,
];
