import type { Canaries } from './canaries.ts';

/** What is searched for secrets, as it is called in the figures and in the violations. */
const names = {
  answer: 'An answer',
  logLine: 'A log or metric line',
  row: 'A row of the outbox',
  entry: 'An entry for the bus',
  event: 'An event',
  key: 'A key attribute',
  outcome: 'An outcome that is kept for repeats',
  message: 'A message of a queue',
  problem: 'A problem of the local cloud',
} as const;
export type EvidenceKind = keyof typeof names;
/** Without any of these a run has shown nothing. */
const indispensable: readonly EvidenceKind[] = ['answer', 'logLine', 'row', 'entry', 'event', 'key', 'outcome'];

/** Everything that came out of a run, kept until all keys that were issued in it are known. */
export class Evidence {
  readonly #texts = new Map<string, string[]>();
  readonly #counts = new Map<EvidenceKind, number>();

  /** @param origin what it comes from: an operation, a function, a table. */
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

  /** @returns a sentence for each kind that is missing although every run brings it about. */
  missing(): readonly string[] {
    return indispensable.filter((kind) => this.count(kind) === 0).map((kind) => `Nothing was searched: ${names[kind]}`);
  }

  /** @returns a sentence for each place that holds a secret, with the first one found there. */
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
