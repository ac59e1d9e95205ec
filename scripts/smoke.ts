import { mispClient } from '../client/src/index.ts';
import { readOptions } from './command-line.ts';
import { assumptions } from './smoke/assumptions.ts';
import { type AuditSource, localJournal, logGroup } from './smoke/audit-source.ts';
import { findAccess } from './smoke/find-access.ts';
import { checkTrail, runLifecycle } from './smoke/lifecycle.ts';
import { Report, skipped } from './smoke/report.ts';

const USAGE = `Takes one MISP through its whole lifecycle in a deployment, compares its audit trail with the expected one, and checks the assumptions
about AWS that no local test can prove, with the numbers of docs/local-cloud.md. It finds out where the deployment expects the token.
If the token is refused, it ends with one line. It leaves one rejected MISP behind.

  MISP_TOKEN=<token> npm run smoke -- --url <ApiUrl> [options]

  MISP_TOKEN                 environment variable: a token with every right. Better than --token, because other users can see
                             command lines, and the shell keeps them. read -rs MISP_TOKEN && export MISP_TOKEN asks for it
  --url URL                  the stack's output ApiUrl, or the base URL of a local cloud
  --token-without-role T     a token without a right, for check 2
  --token TOKEN              instead of MISP_TOKEN, for tokens of no value, such as a local cloud's
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

/** What is wrong with the form of a token. Never repeats the token. */
function faultOfToken(token: string): string | undefined {
  if (/^bearer\b/i.test(token)) return 'MISP_TOKEN must be the token alone, without "Bearer"';
  if (/^[\x21-\x7e]+$/.test(token)) return undefined;
  return 'MISP_TOKEN contains a blank, a line break or another character that no token has: copy it again, in one piece';
}

function faultOfUrl(url: string): string | undefined {
  const { protocol = '', username = '' } = URL.canParse(url) ? new URL(url) : {};
  if (!/^https?:$/.test(protocol)) {
    return '--url is the output ApiUrl, such as https://….amazonaws.com/partnermanagement/v1/misps';
  }
  return username === '' ? undefined : '--url contains a user name: leave it out, the token identifies the caller';
}

async function main(): Promise<boolean> {
  const text = { type: 'string' } as const;
  const { values } = readOptions({
    options: {
      url: text,
      token: text,
      'token-without-role': text,
      'log-group': text,
      table: text,
      archive: text,
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return true;
  }
  const token = values.token ?? process.env.MISP_TOKEN;
  if (values.url === undefined || !token) {
    const missing = [
      ...(values.url === undefined ? ['--url'] : []),
      ...(token ? [] : ['MISP_TOKEN in the environment']),
    ];
    console.error(`Missing: ${missing.join(' and ')}; npm run smoke -- --help shows the rest`);
    return false;
  }
  const fault = faultOfToken(token) ?? faultOfUrl(values.url);
  if (fault !== undefined) {
    console.error(fault);
    return false;
  }
  const access = await findAccess(values.url, token);
  if (access.kind === 'refused') {
    console.error(access.why);
    return false;
  }
  const { client, tokenSource } = access;
  const tokenPlace = tokenSource === 'cookie' ? 'cookie' : 'header';
  // Without retries, so the smoke test sees every failure.
  const misps = mispClient({ baseUrl: values.url, token: () => token, tokenPlace, retry: { attempts: 1 } });
  const report = new Report();
  const audit = await findAudit(values.url, values['log-group']);

  console.log(`One MISP lifecycle at ${values.url}, which takes the token in ${PLACES[tokenSource]}`);
  const misp = await runLifecycle(misps, report);
  if (misp.id === '') {
    console.error('\nNo MISP could be registered, so nothing else was checked.');
    report.close();
    return false;
  }
  const lifecycleFailures = report.failures;
  if (audit === undefined) report.add('the audit trail', skipped('it needs --log-group'));
  else await checkTrail(misp.traces, audit, report);

  console.log('\nAssumptions about AWS, numbered as in docs/local-cloud.md');
  const deployment = {
    misps,
    client,
    tokenSource,
    tokenWithoutRole: values['token-without-role'],
    table: values.table,
    archive: values.archive,
    logGroup: values['log-group'],
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
