import { figure, table } from '../markdown.ts';
import { callsOf, type JudgedRun, MOST_SECONDS, mostCalls } from './bounds.ts';

/** The two runs: one with everything due, and one afterwards. */
export interface ExpiryRuns {
  readonly first: JudgedRun;
  readonly next: JudgedRun;
  readonly storedMisps: number;
}

export function expirySummary({ first, next }: ExpiryRuns): string {
  const { seconds, notices } = first.measured;
  return `One run of the hourly function announces ${figure(notices.length)} MISPs in ${figure(seconds, 1)} s, with ${figure(callsOf(first.measured))} calls to DynamoDB. A run with nothing due makes ${figure(callsOf(next.measured))}.`;
}

/** @param engineSentence which engine was used, and why. */
export function expiryMarkdown({ first, next, storedMisps }: ExpiryRuns, engineSentence: string): string {
  const row = (title: string, of: (run: JudgedRun) => string) => [title, of(first), of(next)];
  const actions = [...new Set([...first.measured.calls.keys(), ...next.measured.calls.keys()])].sort();
  return [
    `The stage \`dev\` runs on the local cloud, on this one machine. ${engineSentence} The table has ${figure(storedMisps)} MISPs with three licences each, and the function has never run. For ${figure(first.due.length)} of them a threshold fell due 2 to 22 hours ago: for ${figure(first.due.length / first.thresholds)} at each of the ${figure(first.thresholds)} thresholds. The function is invoked twice, one run after the other. The time of the first run includes the start of its process. Meanwhile the publisher puts the notices on the bus, as always.`,
    table(
      ['', 'first run', 'next run'],
      [
        row('MISPs due', ({ due }) => figure(due.length)),
        row('**notices on the bus**', ({ measured }) => `**${figure(measured.notices.length)}**`),
        row('**seconds**', ({ measured }) => `**${figure(measured.seconds, 2)}**`),
        row('processor time of the function, seconds', ({ measured }) => figure(measured.processorSeconds, 2)),
        row('calls to DynamoDB', ({ measured }) => figure(callsOf(measured))),
        ...actions.map((action) =>
          row(`of these ${action}`, ({ measured }) => figure(measured.calls.get(action) ?? 0)),
        ),
        row('most calls allowed', (run) => figure(mostCalls(run))),
      ],
    ),
    'For the rest of the time the function waits for its calls. The engine carries out one after the other, and shares the machine with the local cloud and the publisher.',
    `The bounds: ${MOST_SECONDS} s a run. Exactly the notices that are due, each once. At most two calls for the checkpoint, two for each threshold and two for each MISP that is due. [Proof 15](reliability.md#15-expiry) has the same bound for calls.`,
  ].join('\n\n');
}
