import { randomFrom } from '../../test/support/random.ts';
import type { ProofResult, ProofRun } from '../proof.ts';
import type { Mutation } from './announcer-process.ts';
import { KINDS } from './changes.ts';
import type { Judged } from './judge-announcements.ts';
import { killedEverywhere } from './killed-everywhere.ts';
import { type Stage, THRESHOLDS } from './stage.ts';
import { inTableOf } from './table-sizes.ts';
import { type OutageSize, throughOutage } from './through-outage.ts';
import { type LagSize, underLag } from './under-lag.ts';

/** The parts of the proof. A planted fault is looked for in one of them. */
export interface ExpirySize {
  readonly outage?: OutageSize;
  /** MISPs with something due, for a run that dies at each of its calls. */
  readonly killed?: number;
  readonly lag?: LagSize;
  /** Two tables of different size in which the same MISPs fall due. */
  readonly tables?: { readonly due: number; readonly sizes: readonly [number, number] };
}

/** Runs all parts and judges the announcements. */
export async function runExpiry(
  { outage, killed, lag, tables }: ExpirySize,
  { seed, progress }: Pick<ProofRun, 'seed' | 'progress'>,
  mutation: Mutation = {},
): Promise<ProofResult> {
  const random = randomFrom(seed);
  const findings = new Findings(progress);
  if (outage !== undefined) {
    await findings.add('outage', throughOutage(outage, random, mutation), untestedCases);
  }
  if (killed !== undefined) await findings.add('killed', killedEverywhere(killed, random, mutation), () => []);
  if (lag !== undefined) await findings.add('lag', underLag(lag, random, mutation), findNoLag);
  if (tables !== undefined) {
    const calls: number[] = [];
    for (const size of tables.sizes) {
      const stage = inTableOf(size, tables.due, random, mutation);
      await findings.add(`table of ${size}`, stage, ({ counted }) => {
        calls.push(counted.at(-1)?.calls ?? 0);
        return [];
      });
    }
    findings.compareCalls(tables, calls);
  }
  return findings.result();
}

/** A disturbance that was never applied, or a rule that never mattered, would prove nothing. */
function untestedCases({ injected, endings, runsAtOnce, changesByKind, changedDuringRun }: Stage, judged: Judged) {
  const tried: Readonly<Record<string, number>> = {
    'lost answers': injected['lost acknowledgement'],
    'processes killed': endings.filter(({ isDead }) => isDead).length,
    'runs at once': runsAtOnce,
    'runs cut short': endings.filter(({ isCut }) => isCut).length,
    'runs with a MISP refused': endings.filter(({ refused }) => refused > 0).length,
    'changes while a run was under way': changedDuringRun,
    'thresholds that had passed': judged.alreadyPassed,
    'thresholds withdrawn in time': judged.withdrawn,
    ...Object.fromEntries(THRESHOLDS.map((notice) => [`notices ${notice}`, judged.byNotice.get(notice) ?? 0])),
    ...Object.fromEntries(KINDS.map((kind) => [`changes of the kind ${kind}`, changesByKind.get(kind) ?? 0])),
  };
  return Object.entries(tried).flatMap(([what, count]) => (count === 0 ? [`There were no ${what}`] : []));
}

const findNoLag = (_: Stage, { foundLate }: Judged) =>
  foundLate === 0 ? ['The index hid nothing from any run, so the lag had no effect'] : [];

/** The results of all parts together. */
class Findings {
  readonly #progress: (text: string) => void;
  readonly #violations: string[] = [];
  readonly #notices = new Map<number, number>();
  readonly #figures: Record<string, number | string> = {};

  constructor(progress: (text: string) => void) {
    this.#progress = progress;
  }

  /** @param look finds further faults of a part, besides the judge's. */
  async add(
    part: string,
    staged: Promise<Stage>,
    look: (stage: Stage, judged: Judged) => readonly string[],
  ): Promise<void> {
    const stage = await staged;
    try {
      const judged = await stage.judge();
      const violations = [...judged.violations, ...look(stage, judged)];
      this.#violations.push(...violations.map((violation) => `${part}: ${violation}`));
      this.#count(stage, judged);
      this.#progress(`${part}: ${stage.runs.length} runs, ${violations.length} violations`);
    } finally {
      await stage.stop();
    }
  }

  compareCalls({ due, sizes }: NonNullable<ExpirySize['tables']>, calls: readonly number[]): void {
    const each = sizes.map((size, index) => `${calls[index]} in a table of ${size}`).join(', ');
    this.#figures[`calls of a run for ${due} due`] = each;
    if (new Set(calls).size > 1) this.#violations.push(`A run for the same ${due} due made other calls: ${each}`);
  }

  result(): ProofResult {
    const notices = THRESHOLDS.map((notice) => `${notice}: ${this.#notices.get(notice) ?? 0}`).join(' · ');
    return { figures: { ...this.#figures, notices }, violations: this.#violations };
  }

  #count(stage: Stage, judged: Judged): void {
    for (const [notice, count] of judged.byNotice) {
      this.#notices.set(notice, (this.#notices.get(notice) ?? 0) + count);
    }
    const { injected, endings } = stage;
    const changes = [...stage.changesByKind.values()].reduce((sum, count) => sum + count, 0);
    const counts: Readonly<Record<string, number>> = {
      MISPs: stage.histories.size,
      runs: stage.runs.length,
      'two at once': stage.runsAtOnce,
      'killed at a call': endings.filter(({ isDead }) => isDead).length,
      'cut short': endings.filter(({ isCut }) => isCut).length,
      'with a MISP refused': endings.filter(({ refused }) => refused > 0).length,
      changes,
      'changes while a run was under way': stage.changedDuringRun,
      announced: [...judged.byNotice.values()].reduce((sum, count) => sum + count, 0),
      'expected of a run': judged.expected,
      'expected later, since the index hid it': judged.foundLate,
      'already passed': judged.alreadyPassed,
      'withdrawn in time': judged.withdrawn,
      'lost answers': injected['lost acknowledgement'],
      'other failures': injected.throttling + injected['broken connection'] + injected['transaction conflict'],
      'calls of the store': endings.reduce((sum, { calls }) => sum + calls, 0),
    };
    for (const [name, count] of Object.entries(counts)) this.#figures[name] = Number(this.#figures[name] ?? 0) + count;
  }
}
