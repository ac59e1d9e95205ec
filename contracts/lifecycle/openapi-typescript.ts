import createClient from 'openapi-fetch';
import type { components, paths } from '../generated/types.ts';
import { ACCEPT, contact, inAMonth, type LifecycleResult } from './lifecycle-result.ts';

/** A full MISP lifecycle with openapi-fetch and the types of openapi-typescript. */

type Schemas = components['schemas'];

/** The response of an answer. @throws Error with the error's code. */
function done<R>(answer: { data?: { response: R; errors: Schemas['Error'][] }; error?: unknown }): NonNullable<R> {
  const response = answer.data?.response;
  if (response === null || response === undefined) {
    throw new Error(JSON.stringify(answer.error ?? answer.data?.errors));
  }
  return response;
}

export async function runLifecycle(baseUrl: string, token: string): Promise<LifecycleResult> {
  const api = createClient<paths>({ baseUrl, headers: { accept: ACCEPT, authorization: `Bearer ${token}` } });
  const organizationName = `openapi-typescript ${Date.now()}`;
  const verdicts: Schemas['Verdict']['reason'][] = [];

  const registered = await api.POST('/misps', { body: { request: { organizationName, ...contact } } });
  const { mispID } = done(registered);
  const path = { mispId: mispID };
  const decide = async (mispStatus: 'approved' | 'rejected') =>
    done(await api.PATCH('/misps/{mispId}/status', { params: { path }, body: { request: { mispStatus } } }));
  const { mispLicenseKey } = await decide('approved');
  if (mispLicenseKey === null) throw new Error('An approval issues a licence key');
  const validate = async (key: string) => {
    const body = { request: { mispLicenseKey: key } };
    verdicts.push(done(await api.PATCH('/misps/{mispId}/licenseKey', { params: { path }, body })).reason);
  };
  await validate(mispLicenseKey);

  const rotated = done(
    await api.POST('/misps/{mispId}/licenseKey/rotate', {
      params: { path, header: { 'Idempotency-Key': crypto.randomUUID() } },
      body: { request: { overlapSeconds: 3600 } },
    }),
  );
  const earlier: Schemas['EndedLicense'][] = rotated.earlier;
  if (earlier.length !== 1) throw new Error('A rotation ends the licence that worked');
  const { licenseKeyHash } = rotated;
  const moved = done(
    await api.PUT('/misps/{mispId}/licenseKey/validity', {
      params: { path },
      body: { request: { licenseKeyHash, validTo: inAMonth() } },
    }),
  );
  const turn = async (mispLicenseKeyStatus: 'Active' | 'De-active') => {
    const body = { request: { licenseKeyHash, mispLicenseKeyStatus } };
    done(
      await api.PUT('/misps/{mispId}/licenseKey', { params: { path, header: { 'If-Match': '*' } }, body }),
    ).mispLicenseKeyStatus.trim();
  };
  await turn('De-active');
  await validate(rotated.licenseKey);
  await turn('Active');
  done(await api.GET('/misps/{mispId}/licenseKey', { params: { path } })).licenseKey.trim();

  const { misp, misp_licenses: licenses } = done(await api.GET('/misps/mispId/{mispId}', { params: { path } }));
  if (misp.version !== moved.version + 2 || licenses.length !== 2) throw new Error('Two changes and two licences');
  const renamed = { name: `${organizationName} B`, ...contact };
  done(await api.PUT('/misps/{mispId}', { params: { path }, body: { request: renamed } })).emailID.trim();
  const stale = await api.PUT('/misps/{mispId}', {
    params: { path, header: { 'If-Match': `"${misp.version}"` } },
    body: { request: renamed },
  });
  const refusal = stale.error !== undefined && 'code' in stale.error ? stale.error.code : '';
  const activate = async (mispStatus: 'Active' | 'De-active') => {
    const { message } = done(
      await api.PATCH('/misps/{mispId}', { params: { path }, body: { request: { mispStatus } } }),
    );
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
    const query = { limit: 1, status: 'rejected', ...(cursor === undefined ? {} : { cursor }) } as const;
    const page = await api.GET('/misps', { params: { query } });
    listed += done(page).length;
    cursor = page.data?.metadata?.nextCursor;
  } while (cursor !== undefined);
  const orgName = organizationName;
  const found = done(await api.GET('/misps/name/{orgName}', { params: { path: { orgName } } })).length;
  return { mispId: mispID, verdicts, listed, found, refusal };
}

/** What must not compile. A `@ts-expect-error` is itself an error if its next line compiles. */
export function mistakes(
  api: ReturnType<typeof createClient<paths>>,
  verdict: Schemas['Verdict'],
  misp: Schemas['Misp'],
) {
  const params = { path: { mispId: '100' } };
  return [
    // @ts-expect-error neither organizationName nor name
    api.POST('/misps', { body: { request: contact } }),
    // @ts-expect-error a word that does not exist
    api.PATCH('/misps/{mispId}/status', { params, body: { request: { mispStatus: 'aproved' } } }),
    // @ts-expect-error a limit is a number
    api.GET('/misps', { params: { query: { limit: '2' } } }),
    // @ts-expect-error no such operation
    api.GET('/misps/{mispId}'),
    // @ts-expect-error no such field
    verdict.isRevoked,
    // @ts-expect-error it can be null
    misp.updatedBy.length,
  ];
}
