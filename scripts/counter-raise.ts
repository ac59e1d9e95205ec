import { readArguments } from './counter-raise/arguments.ts';
import { exitCodeOf } from './exit-code.ts';

const USAGE = `Raises the counter of MISP ids in a table that was restored to a point in time, so no id is issued twice. Then it lists
changes that are in the audit trail but not in the table. It never lowers anything. Run it before callers use the table:
docs/runbooks/procedures/restore-to-a-point-in-time.md.

  npm run counter:raise -- --table <name> --to <number>
  npm run counter:raise -- --table <name> --above-table-and-log --log-group <name> --losses <new file> [options]

  --table NAME           the table of MISPs: the restored one
  --to NUMBER            raise the counter to this number: the next id is one higher
  --above-table-and-log  raise it to the highest id in the table and in the audit trail, and list the losses. SCANS the
                         whole table with your credentials. No function of the service may do that
  --log-group NAME       the audit trail: the stack's output AuditLogGroupName
  --events-url URL       the audit trail of a local cloud: http://127.0.0.1:3000/_local/events
  --losses FILE          write the list of losses to this file before anything is raised. It must be new: after versions
                         were raised, a later list is shorter, and must not replace the first
  --since TIME           read the audit trail from this time on, such as 2026-11-23T10:00:00Z: an hour before the restored
                         point in time. Without a zone it is UTC. Without --since, the whole trail is read, which can take
                         long
  --despite-gaps         raise although the audit trail lacks versions between the table's and its own last
  --raise-versions       also give each MISP with lost changes the last version in the audit trail. Otherwise consumers
                         of domain events, which keep the highest version, would drop later events
  --dry-run              change nothing
  --help                 show this text

AWS is called with the SDK's usual credentials and region (AWS_PROFILE, AWS_REGION, …), which need dynamodb:GetItem,
dynamodb:UpdateItem and dynamodb:Scan on the table and logs:FilterLogEvents on the log group.`;

async function main(): Promise<boolean> {
  const given = readArguments();
  if (given === undefined) {
    console.log(USAGE);
    return true;
  }
  // Loaded only now, because the SDK takes most of the time of the start.
  const { counterRaise } = await import('./counter-raise/counter-raise.ts');
  return counterRaise(given, console.log);
}

process.exitCode = await exitCodeOf(main, console.error);
