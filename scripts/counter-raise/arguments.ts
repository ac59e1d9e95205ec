import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { readInstant } from '../../functions/domain/date-times.ts';
import { readOptions } from '../command-line.ts';
import { MAX_ID } from './highest-id.ts';

/** What the counter must exceed. */
export type Goal =
  | { readonly kind: 'number'; readonly lastId: number }
  | {
      readonly kind: 'table and log';
      readonly trail: { readonly logGroup: string } | { readonly eventsUrl: string };
      /** Milliseconds since 1970. */
      readonly since: number;
    };

export interface CounterRaiseArguments {
  readonly table: string;
  readonly goal: Goal;
  readonly raisesVersions: boolean;
  /** The new file for the list of losses. */
  readonly losses: string | undefined;
  /** Raises although the trail lacks versions. */
  readonly ignoresGaps: boolean;
  readonly isDryRun: boolean;
}

/**
 * @param args of the command line; by default this process's.
 * @returns undefined for --help.
 * @throws Error that says what is wrong with the arguments.
 */
export function readArguments(args?: readonly string[]): CounterRaiseArguments | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = readOptions({
    args,
    options: {
      table: text,
      to: text,
      'above-table-and-log': flag,
      'log-group': text,
      'events-url': text,
      since: text,
      'raise-versions': flag,
      losses: text,
      'despite-gaps': flag,
      'dry-run': flag,
      help: flag,
    },
  });
  if (values.help) return undefined;
  const { table, to } = values;
  if (table === undefined) throw new Error('--table is needed; npm run counter:raise -- --help shows the rest');
  if ((to !== undefined) === values['above-table-and-log']) {
    throw new Error('One of --to and --above-table-and-log is needed, and not both');
  }
  if (to !== undefined && values.losses !== undefined) {
    throw new Error('--losses needs --above-table-and-log: only the audit trail shows losses');
  }
  if (to !== undefined && values['raise-versions']) {
    throw new Error('--raise-versions needs --above-table-and-log: only the audit trail has the versions');
  }
  const { losses } = values;
  if (values['raise-versions'] && losses === undefined && !values['dry-run']) {
    throw new Error('--raise-versions needs --losses with the name of a new file: no later list is complete');
  }
  if (losses !== undefined && !values['dry-run'] && existsSync(losses)) {
    throw new Error(
      `${losses} exists. Keep it: if versions were raised since, no later list is as long. Name a new file`,
    );
  }
  if (losses !== undefined && !existsSync(dirname(losses))) throw new Error(`There is no folder for ${losses}`);
  const goal =
    to === undefined
      ? tableAndLog(values['log-group'], values['events-url'], values.since)
      : ({ kind: 'number', lastId: numberIn(to) } as const);
  const flags = { raisesVersions: values['raise-versions'], ignoresGaps: values['despite-gaps'] };
  return { table, goal, losses, ...flags, isDryRun: values['dry-run'] };
}

function tableAndLog(logGroup: string | undefined, eventsUrl: string | undefined, since: string | undefined): Goal {
  const time = since === undefined ? 0 : readInstant(since);
  if (time === undefined || time > Date.now()) {
    throw new Error('--since is a time in the past such as 2026-11-23T10:00:00Z; without a zone it is UTC');
  }
  if (logGroup !== undefined && eventsUrl === undefined) {
    return { kind: 'table and log', trail: { logGroup }, since: time };
  }
  if (eventsUrl !== undefined && logGroup === undefined) {
    return { kind: 'table and log', trail: { eventsUrl }, since: time };
  }
  throw new Error('--above-table-and-log needs --log-group, or --events-url of a local cloud, and not both');
}

function numberIn(text: string): number {
  const number = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : MAX_ID + 1;
  if (number > MAX_ID) throw new Error(`--to is a number from 1 to ${MAX_ID}`);
  return number;
}
