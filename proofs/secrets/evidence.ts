import type { Canaries } from './canaries.ts';

/** What is searched for secrets, by its name in figures and violations. */
const names = {
  answer: 'An answer',
  logLine: 'A log or metric line',
  row: 'A row of the outbox',
  entry: 'An entry for the bus',
  event: 'An event',
  key: 'A key attribute',
  outcome: 'A kept outcome',
  message: 'A message of a queue',
  problem: 'A problem of the local cloud',
} as const;
export type EvidenceKind = keyof typeof names;
/** If any of these is missing, the run has shown nothing. */
const indispensable: readonly EvidenceKind[] = ['answer', 'logLine', 'row', 'entry', 'event', 'key', 'outcome'];

/** Everything that a run produced, kept until all keys that it issued are known. */
export class Evidence {
  readonly #texts = new Map<string, string[]>();
  readonly #counts = new Map<EvidenceKind, number>();

  /** @param origin the operation, function or table that it comes from. */
  keep(kind: EvidenceKind, origin: string, text: string): void {
    const place = `${names[kind]} of ${origin}`;
    const texts = this.#texts.get(place) ?? [];
    texts.push(text);
    this.#texts.set(place, texts);
    this.#counts.set(kind, this.count(kind) + 1);
  }

  count(kind: EvidenceKind): number {
    return this.#counts.get(kind) ?? 0;
  }

  /** @returns a sentence for each missing kind that every run must produce. */
  missing(): readonly string[] {
    return indispensable.filter((kind) => this.count(kind) === 0).map((kind) => `Nothing was searched: ${names[kind]}`);
  }

  /** @returns a sentence for each place with a secret, and the first one found there. */
  leaks(canaries: Canaries): readonly string[] {
    return [...this.#texts].flatMap(([place, texts]) => {
      for (const text of texts) {
        const found = canaries.findIn(text);
        if (found !== undefined) return [`${place} holds a secret (${found}): ${excerpt(text, found)}`];
      }
      return [];
    });
  }
}

function excerpt(text: string, found: string): string {
  const at = text.toLowerCase().indexOf(found);
  return text.slice(Math.max(0, at - 80), at + 80);
}
