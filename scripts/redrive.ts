import { exitCodeOf } from './exit-code.ts';
import { readArguments } from './redrive/arguments.ts';
import { onStopSignal } from './stop-signals.ts';

const USAGE = `Puts events back on the audit bus: those in the dead-letter queue of one of its targets. Each is the event that EventBridge could
not deliver: same source, detail-type, detail and time. It has a new event id and the same recordId.

THE EVENTS REACH EVERY TARGET OF THE BUS AGAIN, and its archive: consumers drop duplicates by recordId. To fill the
gap of one target only, replay the archive to its rule: docs/runbooks/procedures/replay-from-archive.md.

  npm run redrive -- --queue <url> --bus <name> [options]

  --queue URL    the URL of the dead-letter queue: aws sqs get-queue-url --queue-name <service>-<stage>-audit-log-undelivered
  --bus NAME     the stack's output AuditBusName. Messages from rules of other buses stay in the queue
  --limit N      read at most N messages
  --dry-run      read and report only. The messages are then hidden for the queue's visibility timeout (30 s)
  --help         show this text

Before anything is put back, the rule that a message names must exist and be enabled: otherwise the bus would accept the event
and deliver it to nobody. A message is deleted only when the bus has accepted its event. A message that cannot be read, or is refused, stays in the queue and is
reported, and the exit code is 1. If events come back to the queue while it runs, because the target still refuses them, it stops. They may
also come back later, after EventBridge has tried for up to a day: look at the queue again. You can interrupt and repeat the command at any time: at worst, an event is put twice.

AWS is called with the SDK's usual credentials and region (AWS_PROFILE, AWS_REGION, …). They must be those of a role in
the stage's redriveRoleArns (docs/configuration.md), because the policy of the bus denies events from everybody else. The role needs
sqs:ReceiveMessage, sqs:DeleteMessage and sqs:GetQueueAttributes on the queue, events:PutEvents on the bus and
events:DescribeRule on its rules.`;

async function main(): Promise<boolean> {
  const given = readArguments();
  if (given === undefined) {
    console.log(USAGE);
    return true;
  }
  // Loaded only now, because the SDK takes most of the time of the start.
  const { redrive } = await import('./redrive/redrive.ts');
  return redrive(given, console.log, () => {
    let isCancelled = false;
    onStopSignal(() => {
      console.log('Stopping after this batch ...');
      isCancelled = true;
    });
    return () => isCancelled;
  });
}

process.exitCode = await exitCodeOf(main, console.error);
