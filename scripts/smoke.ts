import { exitCodeOf } from './exit-code.ts';
import { readArguments } from './smoke/arguments.ts';
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

async function main(): Promise<boolean> {
  const given = readArguments();
  if (given === undefined) {
    console.log(USAGE);
    return true;
  }
  // Loaded only now, because the SDK takes most of the time of the start.
  const { mayBeApproved, smoke } = await import('./smoke/smoke.ts');
  let isStopped = false;
  const hasPassed = await smoke(given, { say: console.log, complain: console.error }, (run) =>
    onStopSignal(
      () => {
        if (run.isOver) process.exit(130);
        run.isStopped = true;
        isStopped = true;
        console.log('Stopping: the MISP is rejected after this request ...');
      },
      () => {
        if (run.id !== undefined && !run.isOver) console.error(mayBeApproved(run.id));
      },
    ),
  );
  if (isStopped) process.exit(130);
  return hasPassed;
}

process.exitCode = await exitCodeOf(main, console.error);
