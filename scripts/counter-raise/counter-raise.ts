import { writeFileSync } from 'node:fs';
import type { CounterRaiseArguments } from './arguments.ts';
import { journalTrail, logGroupTrail } from './audit-trail.ts';
import { type AuditedMisp, AuditedMisps } from './audited-misps.ts';
import { highestId } from './highest-id.ts';
import { describeLosses, hasGap, type Loss, lossesOf } from './losses.ts';
import { MispTable } from './misp-table.ts';

type Say = (line: string) => void;

/** The last id before any was issued: the first id is 100. */
const LAST_ID_BEFORE_FIRST = 99;

/** Prints progress, at most once a second. */
function progressOf(what: string, say: Say): (count: number) => void {
  let last = 0;
  return (count) => {
    if (Date.now() - last < 1000) return;
    last = Date.now();
    say(`  ${count} ${what} read ...`);
  };
}

/** Raises the counter, and prints its value before and after. */
async function raiseCounter(table: MispTable, lastId: number, isDryRun: boolean, say: Say): Promise<void> {
  const before = await table.lastId();
  say(`Counter before: ${before ?? 'none'}`);
  if (lastId <= (before ?? LAST_ID_BEFORE_FIRST)) {
    say('Counter unchanged: it is already high enough');
    return;
  }
  if (isDryRun) {
    say(`Counter would be raised to ${lastId}`);
    return;
  }
  const isRaised = await table.raiseLastId(lastId);
  const after = await table.lastId();
  say(`Counter after:  ${after}${isRaised ? '' : ': somebody else has raised it in the meantime'}`);
}

async function raiseVersions(table: MispTable, losses: readonly Loss[], isDryRun: boolean, say: Say): Promise<void> {
  for (const { misp, stored } of losses) {
    if (stored === undefined) continue;
    if (isDryRun) say(`Version of MISP ${misp.id} would be raised from ${stored} to ${misp.version}`);
    else if (await table.raiseVersion(misp.id, misp.version)) {
      say(`Version of MISP ${misp.id} raised from ${stored} to ${misp.version}`);
    } else say(`Version of MISP ${misp.id} unchanged: it is already high enough`);
  }
}

/** How long ago a time was, to show that it was understood. */
function ago(time: number): string {
  const minutes = Math.round((Date.now() - time) / 60_000);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min ago`;
}

/** Says which MISPs have changes that nobody knows. @throws Error unless it may go on. */
function sayIncomplete(gaps: readonly string[], goesOn: boolean, say: Say): void {
  const what = `The audit trail lacks versions of ${gaps.length} MISPs: ${gaps.slice(0, 20).join(', ')}`;
  if (goesOn) say(`${what}. GOING ON: the list of losses is not complete`);
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

/**
 * Raises the counter, and on request the versions.
 * @param say prints a line.
 * @returns whether every MISP in the table could be read.
 */
export async function counterRaise(given: CounterRaiseArguments, say: Say): Promise<boolean> {
  const { goal, isDryRun } = given;
  const table = new MispTable(given.table);
  if (goal.kind === 'number') {
    await raiseCounter(table, goal.lastId, isDryRun, say);
    return true;
  }
  say(`Reading the table ${given.table} ...`);
  const { versions: stored, unreadable } = await table.versions(progressOf('items', say));
  // The key of an item that cannot be read still takes its id.
  const inTable = highestId([...stored.keys(), ...unreadable]);
  say(`${stored.size} MISPs in the table, highest id ${inTable}`);
  const unreadIds = unreadable.slice(0, 20).join(', ');
  if (unreadable.length > 0) say(`${unreadable.length} more cannot be read: ${unreadIds}`);

  const { trail, since } = goal;
  const from = since === 0 ? 'its beginning' : `${new Date(since).toISOString()}, ${ago(since)}`;
  say(`Reading the audit trail from ${from} ...`);
  const audited = new AuditedMisps();
  await audited.read(
    'logGroup' in trail ? logGroupTrail(trail.logGroup, since) : journalTrail(trail.eventsUrl, since),
    progressOf('records of changes', say),
  );
  const misps = audited.all();
  const inTrail = highestId(misps.map(({ id }) => id));
  say(`${misps.length} MISPs with changes in the audit trail, highest id ${inTrail}`);
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
  for (const line of lines) say(line);
  const gaps = losses.filter(hasGap).map(({ misp }) => misp.id);
  const isIncomplete = gaps.length > 0;
  if (isIncomplete) sayIncomplete(gaps, given.ignoresGaps || isDryRun, say);
  const { losses: file } = given;
  if (file !== undefined && !isDryRun) {
    // Ids of users, and perhaps for long.
    const first = isIncomplete ? [`INCOMPLETE: the audit trail lacks versions of ${gaps.join(', ')}`] : [];
    writeFileSync(file, `${[...first, ...lines].join('\n')}\n`, { flag: 'wx', mode: 0o600 });
    say(`This list is also in ${file}. Keep it: once versions are raised, a later list is shorter`);
  }
  await raiseCounter(table, Math.max(inTable, inTrail), isDryRun, say);
  if (given.raisesVersions) await raiseVersions(table, losses, isDryRun, say);
  if (unreadable.length === 0) return true;
  say(`${unreadable.length} MISPs in the table cannot be read, and their versions were left as they are: see the list`);
  return false;
}
