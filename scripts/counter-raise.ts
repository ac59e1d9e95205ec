import { writeFileSync } from 'node:fs';
import { readArguments } from './counter-raise/arguments.ts';
import { journalTrail, logGroupTrail } from './counter-raise/audit-trail.ts';
import { type AuditedMisp, AuditedMisps } from './counter-raise/audited-misps.ts';
import { highestId } from './counter-raise/highest-id.ts';
import { describeLosses, hasGap, type Loss, lossesOf } from './counter-raise/losses.ts';
import { MispTable } from './counter-raise/misp-table.ts';
import { failureMessage } from './failure-message.ts';

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

/** The last id before any was issued: the first id is 100. */
const LAST_ID_BEFORE_FIRST = 99;

/** Prints progress, at most once a second. */
function progressOf(what: string): (count: number) => void {
  let last = 0;
  return (count) => {
    if (Date.now() - last < 1000) return;
    last = Date.now();
    console.log(`  ${count} ${what} read ...`);
  };
}

/** Raises the counter, and prints its value before and after. */
async function raiseCounter(table: MispTable, lastId: number, isDryRun: boolean): Promise<void> {
  const before = await table.lastId();
  console.log(`Counter before: ${before ?? 'none'}`);
  if (lastId <= (before ?? LAST_ID_BEFORE_FIRST)) {
    console.log('Counter unchanged: it is already high enough');
    return;
  }
  if (isDryRun) {
    console.log(`Counter would be raised to ${lastId}`);
    return;
  }
  const isRaised = await table.raiseLastId(lastId);
  const after = await table.lastId();
  console.log(`Counter after:  ${after}${isRaised ? '' : ': somebody else has raised it in the meantime'}`);
}

async function raiseVersions(table: MispTable, losses: readonly Loss[], isDryRun: boolean): Promise<void> {
  for (const { misp, stored } of losses) {
    if (stored === undefined) continue;
    if (isDryRun) console.log(`Version of MISP ${misp.id} would be raised from ${stored} to ${misp.version}`);
    else if (await table.raiseVersion(misp.id, misp.version)) {
      console.log(`Version of MISP ${misp.id} raised from ${stored} to ${misp.version}`);
    } else console.log(`Version of MISP ${misp.id} unchanged: it is already high enough`);
  }
}

/** How long ago a time was, to show that it was understood. */
function ago(time: number): string {
  const minutes = Math.round((Date.now() - time) / 60_000);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min ago`;
}

/** Says which MISPs have changes that nobody knows. @throws Error unless it may go on. */
function sayIncomplete(gaps: readonly string[], goesOn: boolean): void {
  const what = `The audit trail lacks versions of ${gaps.length} MISPs: ${gaps.slice(0, 20).join(', ')}`;
  if (goesOn) console.log(`${what}. GOING ON: the list of losses is not complete`);
  else {
    const why =
      '--since is too late (without a zone it is UTC), not all records are in the log yet, or somebody raised a version by hand';
    throw new Error(
      `${what}.\n${why}. Nothing was raised. If they are lost for good, or were raised by hand, add --despite-gaps`,
    );
  }
}

const nothingAbout = (id: string): AuditedMisp => ({
  ...{ id, isRegisteredHere: false, version: 0 },
  ...{ changes: [], verdicts: [] },
});

/** @returns the process's exit code */
async function main(): Promise<number> {
  const given = readArguments();
  if (given === undefined) {
    console.log(USAGE);
    return 0;
  }
  const { goal, isDryRun } = given;
  const table = new MispTable(given.table);
  if (goal.kind === 'number') {
    await raiseCounter(table, goal.lastId, isDryRun);
    return 0;
  }
  console.log(`Reading the table ${given.table} ...`);
  const { versions: stored, unreadable } = await table.versions(progressOf('items'));
  // The key of an item that cannot be read still takes its id.
  const inTable = highestId([...stored.keys(), ...unreadable]);
  console.log(`${stored.size} MISPs in the table, highest id ${inTable}`);
  const unreadIds = unreadable.slice(0, 20).join(', ');
  if (unreadable.length > 0) console.log(`${unreadable.length} more cannot be read: ${unreadIds}`);

  const { trail, since } = goal;
  const from = since === 0 ? 'its beginning' : `${new Date(since).toISOString()}, ${ago(since)}`;
  console.log(`Reading the audit trail from ${from} ...`);
  const audited = new AuditedMisps();
  await audited.read(
    'logGroup' in trail ? logGroupTrail(trail.logGroup, since) : journalTrail(trail.eventsUrl, since),
    progressOf('records of changes'),
  );
  const misps = audited.all();
  const inTrail = highestId(misps.map(({ id }) => id));
  console.log(`${misps.length} MISPs with changes in the audit trail, highest id ${inTrail}`);
  if (misps.length === 0) {
    const wrong = 'NOTHING was found in the audit trail: is it the right one, and is --since early enough?';
    throw new Error(`${wrong} If nothing has changed since then, use --to ${Math.max(1, inTable)}`);
  }

  const isUnreadable = ({ id }: AuditedMisp) => unreadable.includes(id);
  const losses = lossesOf(
    misps.filter((misp) => !isUnreadable(misp)),
    stored,
  );
  const unread = unreadable.map((id) => misps.find((misp) => misp.id === id) ?? nothingAbout(id));
  const lines = [...describeLosses(losses, unread, Date.now())];
  for (const line of lines) console.log(line);
  const gaps = losses.filter(hasGap).map(({ misp }) => misp.id);
  const isIncomplete = gaps.length > 0;
  if (isIncomplete) sayIncomplete(gaps, given.ignoresGaps || isDryRun);
  const { losses: file } = given;
  if (file !== undefined && !isDryRun) {
    // Ids of users, and perhaps for long.
    const first = isIncomplete ? [`INCOMPLETE: the audit trail lacks versions of ${gaps.join(', ')}`] : [];
    writeFileSync(file, `${[...first, ...lines].join('\n')}\n`, { flag: 'wx', mode: 0o600 });
    console.log(`This list is also in ${file}. Keep it: once versions are raised, a later list is shorter`);
  }
  await raiseCounter(table, Math.max(inTable, inTrail), isDryRun);
  if (given.raisesVersions) await raiseVersions(table, losses, isDryRun);
  if (unreadable.length === 0) return 0;
  console.log(
    `${unreadable.length} MISPs in the table cannot be read, and their versions were left as they are: see the list`,
  );
  return 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(failureMessage(error));
  process.exitCode = 1;
}
