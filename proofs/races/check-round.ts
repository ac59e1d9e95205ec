import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import { judgeLicense } from '../../functions/domain/license.ts';
import type { Misp } from '../../functions/domain/misp.ts';
import type { Standing, Start } from './race.ts';
import type { RaceAnswer } from './race-service.ts';

/** A race that has been run: what it began with, and the answers in the order of its requests. */
export interface Round {
  readonly title: string;
  readonly start: Start;
  readonly answers: readonly RaceAnswer[];
}

function standingOf(misp: Misp): Standing {
  const now = Date.now();
  return {
    status: misp.status,
    isActive: misp.isActive,
    licenses: misp.licenses.length,
    working: misp.licenses.filter((license) => judgeLicense(misp, license, now) === 'VALID').length,
  };
}

/**
 * Holds a round against the ways in which it may end.
 * @param misp the MISP that it was about, as it stands.
 * @param rowsOf the audit rows of a request.
 * @returns what is wrong.
 */
export function checkRound(
  { title, start, answers }: Round,
  misp: Misp | undefined,
  rowsOf: (requestId: string) => readonly OutboxRow[],
): readonly string[] {
  const outcomes = answers.map(({ outcome }) => outcome);
  const stands = misp === undefined ? undefined : standingOf(misp);
  const versions = answers.map(({ requestId }) => rowsOf(requestId)[0]?.version);
  const isAllowed = start.endings.some(
    (ending) =>
      ending.outcomes.join() === outcomes.join() &&
      (ending.standing === undefined || JSON.stringify(ending.standing) === JSON.stringify(stands)) &&
      (ending.versions === undefined || ending.versions.join() === versions.join()),
  );
  const wrong: string[] = [];
  if (!isAllowed) {
    const end = stands === undefined ? '' : `, and the MISP is ${JSON.stringify(stands)}`;
    const made = versions.map((version) => version ?? 'none').join(', ');
    wrong.push(
      `${title}: no order of the requests gives the answers ${outcomes.join(', ')} and versions ${made}${end}`,
    );
  }
  const judged = start.judge?.(answers);
  if (judged !== undefined) wrong.push(`${title}: ${judged}`);
  for (const { requestId, outcome } of answers) {
    const rows = rowsOf(requestId);
    if (rows.length !== 1 || rows[0]?.outcome !== outcome) {
      const told = rows.map((row) => row.outcome).join(', ') || 'nothing';
      wrong.push(`${title}: a request was answered ${outcome}, its audit says ${told}`);
    }
  }
  return wrong;
}
