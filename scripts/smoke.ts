import { type MispClient, mispClient } from '../client/src/index.ts';
import { readArguments } from './smoke/arguments.ts';
import { assumptions } from './smoke/assumptions.ts';
import { type AuditSource, localJournal, logGroup } from './smoke/audit-source.ts';
import { findAccess } from './smoke/find-access.ts';
import { checkTrail, runLifecycle } from './smoke/lifecycle.ts';
import { Report, skipped } from './smoke/report.ts';
import { onStopSignal } from './stop-signals.ts';

const USAGE = `Takes one MISP through its whole lifecycle in a deployment, compares its audit trail with the expected one, and checks the assumptions
about AWS that no local test can prove, with the numbers of docs/local-cloud.md. It finds out where the deployment expects the token.
If the token is refused, it ends with one line. It leaves one rejected MISP behind, also if it fails or is interrupted.

  MISP_TOKEN=<token> npm run smoke -- --url <ApiUrl> [options]

  MISP_TOKEN                 environment variable: a token with every right. Better than --token, because other users can see
                             command lines, and the shell keeps them. read -rs MISP_TOKEN && export MISP_TOKEN asks for it
  MISP_TOKEN_APPROVER        another person's token with every right, if the stage has separationOfDuties: it approves and rejects
  MISP_TOKEN_WITHOUT_ROLE    a token without a right, for check 2
  --url URL                  the stack's output ApiUrl, or the base URL of a local cloud
  --token TOKEN              instead of MISP_TOKEN, for tokens of no value, such as a local cloud's
  --token-without-role TOKEN instead of MISP_TOKEN_WITHOUT_ROLE
  --log-group NAME           the stack's output AuditLogGroupName: where the audit trail is read (logs:FilterLogEvents).
                             A local cloud needs none
  --table NAME               the stack's output MispsTableName, for check 17 (dynamodb:DescribeTable)
  --archive NAME             the bus's archive, for check 26 (events:DescribeArchive)
  --help                     show this text

AWS is called with the SDK's usual credentials and region (AWS_PROFILE, AWS_REGION, …).`;

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
async function rejectLeft(id: string, clients: readonly MispClient[]): Promise<void> {
  for (const client of clients) {
    const rejection = await client.processMispStatus(id, { mispStatus: 'rejected' });
    // The last attempt may have succeeded without an answer.
    if (rejection.ok || rejection.error.kind === 'already-in-status') {
      console.log(`MISP ${id} is rejected now`);
      return;
    }
  }
  console.error(mayBeApproved(id));
}

const mayBeApproved = (id: string) => `MISP ${id} MAY BE APPROVED, with a licence key that works: reject it by hand`;

async function main(): Promise<boolean> {
  const given = readArguments();
  if (given === undefined) {
    console.log(USAGE);
    return true;
  }
  const { url, token } = given;
  const access = await findAccess(url, token);
  if (access.kind === 'refused') {
    console.error(access.why);
    return false;
  }
  const approverToken = given.approverToken ?? token;
  if (given.approverToken !== undefined) {
    const ofApprover = await findAccess(url, given.approverToken);
    if (ofApprover.kind === 'refused') {
      console.error(`MISP_TOKEN_APPROVER: ${ofApprover.why}`);
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
  const report = new Report();
  const audit = await findAudit(url, given.logGroup);

  console.log(`One MISP lifecycle at ${url}, which takes the token in ${PLACES[tokenSource]}`);
  let live: { isStopped: boolean; id?: string } | undefined = { isStopped: false };
  onStopSignal(
    () => {
      if (live === undefined) process.exit(130);
      live.isStopped = true;
      console.log('Stopping: the MISP is rejected after this request ...');
    },
    () => {
      if (live?.id !== undefined) console.error(mayBeApproved(live.id));
    },
  );
  const run = live;
  const misp = await runLifecycle(
    {
      ...{ misps, approver, persistent, isStopped: () => run.isStopped },
      onRegistered: (id) => {
        run.id = id;
      },
    },
    report,
  );
  if (!misp.isRejected && run.id !== undefined) await rejectLeft(run.id, [clientOf(approverToken), persistent]);
  live = undefined;
  if (run.isStopped) process.exit(130);
  if (misp.id === '') {
    console.error(`\nThe registration failed, so nothing else was checked.`);
    report.close();
    return false;
  }
  const lifecycleFailures = report.failures;
  if (audit === undefined) report.add('the audit trail', skipped('it needs --log-group'));
  else await report.check('the audit trail', () => checkTrail(misp.traces, audit, report));

  console.log('\nAssumptions about AWS, numbered as in docs/local-cloud.md');
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

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
