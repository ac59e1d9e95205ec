import { type MispClient, type Result, valueOrThrow } from '../src/index.ts';

/**
 * Finds the MISPs that wait for a decision, oldest first, and those that have run out or will within `days`, soonest
 * first.
 */
export async function listPendingWork(client: MispClient, days: number, now: Date) {
  const expiringBefore = new Date(now.getTime() + days * 24 * 60 * 60 * 1000).toISOString();
  return {
    waiting: await idsIn(client.listMisps({ status: 'Inprogress' })),
    runningOut: await idsIn(client.listMisps({ expiringBefore })),
  };
}

const idsIn = async (list: ReturnType<MispClient['listMisps']>): Promise<readonly string[]> => {
  const ids: string[] = [];
  for await (const { misp } of list) ids.push(misp.ID);
  return ids;
};

/**
 * The fields for a form, and their version. Send all of them: an update replaces the whole profile, which may have
 * fields that this client does not know, and ignores what it cannot change.
 */
export async function openForm(client: MispClient, mispId: string) {
  const { misp } = valueOrThrow(await client.getMisp(mispId));
  return { fields: misp, version: misp.version };
}

/** Saves a form. `changed-meanwhile`: somebody else has changed the MISP since `openForm`, so open the form again. */
export async function saveForm(
  client: MispClient,
  mispId: string,
  { fields, version }: Awaited<ReturnType<typeof openForm>>,
): Promise<'saved' | 'changed-meanwhile' | 'name-taken'> {
  const result: Result<unknown> = await client.updateMisp(mispId, fields, { ifMatch: version });
  if (result.ok) return 'saved';
  if (result.error.kind === 'version-mismatch') return 'changed-meanwhile';
  if (result.error.kind === 'name-taken') return 'name-taken';
  valueOrThrow(result);
  return 'saved';
}
