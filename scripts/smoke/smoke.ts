import { type MispClient, mispClient } from '../../client/src/index.ts';
import type { SmokeArguments } from './arguments.ts';
import { assumptions } from './assumptions.ts';
import { type AuditSource, localJournal, logGroup } from './audit-source.ts';
import { findAccess } from './find-access.ts';
import { checkTrail, runLifecycle } from './lifecycle.ts';
import { type Print, Report, skipped } from './report.ts';

const PLACES = { header: 'the header', cookie: 'the cookie', either: 'header or cookie' } as const;

/** Finds the audit trail: a log group on AWS, or the events page of a local cloud. */
async function findAudit(url: string, group: string | undefined): Promise<AuditSource | undefined> {
  if (group !== undefined) return logGroup(group);
  const { origin } = new URL(url);
  const answer = await fetch(`${origin}/_local/outbox`).catch(() => undefined);
  return answer?.ok ? localJournal(origin) : undefined;
}

/**
 * Rejects a MISP that the lifecycle has left. An approval that is still on its way is refused then: it was meant for an
 * earlier version.
 * @param clients in the order in which they are to try.
 */
async function rejectLeft(id: string, clients: readonly MispClient[], { say, complain }: Print): Promise<void> {
  for (const client of clients) {
    const rejection = await client.processMispStatus(id, { mispStatus: 'rejected' });
    // The last attempt may have succeeded without an answer.
    if (rejection.ok || rejection.error.kind === 'already-in-status') {
      say(`MISP ${id} is rejected now`);
      return;
    }
  }
  complain(mayBeApproved(id));
}

/** What to do about a MISP that could not be rejected. */
export const mayBeApproved = (id: string) =>
  `MISP ${id} MAY BE APPROVED, with a licence key that works: reject it by hand`;

/** A lifecycle under way, which a signal may stop. */
export interface SmokeRun {
  /** Set it to stop after the request that is under way. */
  isStopped: boolean;
  /** The MISP, once it is registered. */
  id: string | undefined;
  /** Whether the lifecycle has ended: then nothing is left to reject. */
  isOver: boolean;
}

/**
 * Takes a MISP through its lifecycle in a deployment, and checks the assumptions about AWS.
 * @param onBegin called before the first change.
 * @returns whether nothing failed.
 */
export async function smoke(
  given: SmokeArguments,
  print: Print,
  onBegin: (run: SmokeRun) => void = () => undefined,
): Promise<boolean> {
  const { say, complain } = print;
  const { url, token } = given;
  const access = await findAccess(url, token);
  if (access.kind === 'refused') {
    complain(access.why);
    return false;
  }
  const approverToken = given.approverToken ?? token;
  if (given.approverToken !== undefined) {
    const ofApprover = await findAccess(url, given.approverToken);
    if (ofApprover.kind === 'refused') {
      complain(`MISP_TOKEN_APPROVER: ${ofApprover.why}`);
      return false;
    }
  }
  const { client, tokenSource } = access;
  const tokenPlace = tokenSource === 'cookie' ? 'cookie' : 'header';
  const clientOf = (own: string, attempts?: number) =>
    mispClient({ baseUrl: url, token: () => own, tokenPlace, retry: { attempts } });
  // Without retries, so the smoke test sees every failure.
  const misps = clientOf(token, 1);
  const approver = clientOf(approverToken, 1);
  const persistent = clientOf(token);
  const report = new Report(say);
  const audit = await findAudit(url, given.logGroup);

  say(`One MISP lifecycle at ${url}, which takes the token in ${PLACES[tokenSource]}`);
  const run: SmokeRun = { isStopped: false, id: undefined, isOver: false };
  onBegin(run);
  const misp = await runLifecycle(
    {
      ...{ misps, approver, persistent, isStopped: () => run.isStopped },
      onRegistered: (id) => {
        run.id = id;
      },
    },
    report,
  );
  if (!misp.isRejected && run.id !== undefined) await rejectLeft(run.id, [clientOf(approverToken), persistent], print);
  run.isOver = true;
  if (run.isStopped) return false;
  if (misp.id === '') {
    complain('\nThe registration failed, so nothing else was checked.');
    report.close();
    return false;
  }
  const lifecycleFailures = report.failures;
  if (audit === undefined) report.add('the audit trail', skipped('it needs --log-group'));
  else await report.check('the audit trail', () => checkTrail(misp.traces, audit, report));

  say('\nAssumptions about AWS, numbered as in docs/local-cloud.md');
  const deployment = {
    misps,
    client,
    tokenSource,
    tokenWithoutRole: given.tokenWithoutRole,
    table: given.table,
    archive: given.archive,
    logGroup: given.logGroup,
    audit,
    hasLifecyclePassed: lifecycleFailures === 0,
    hasTrailPassed: report.failures === lifecycleFailures,
    misp,
  };
  for (const { number, title, check } of assumptions) {
    const name = `${String(number).padStart(2)} ${title}`;
    if (typeof check === 'string') report.add(name, skipped(check));
    else await report.check(name, () => check(deployment));
  }
  return report.close();
}
