/** A record on its way to the function. */
export interface Step {
  readonly sequence: string;
  settled: boolean;
}

/** How far a shard has been worked off while several batches of it are under way at once. */
export class ShardProgress {
  #steps: Step[] = [];
  #checkpoint: string | undefined;

  constructor(checkpoint: string | undefined) {
    this.#checkpoint = checkpoint;
  }

  /** Takes note of a record, in the order of the stream. */
  begin(sequence: string): Step {
    const step = { sequence, settled: false };
    this.#steps.push(step);
    return step;
  }

  /** Marks records as accepted, given up, or of no interest. */
  settle(steps: readonly Step[]): void {
    for (const step of steps) step.settled = true;
    const open = this.#steps.findIndex((step) => !step.settled);
    const settled = this.#steps.splice(0, open === -1 ? this.#steps.length : open);
    this.#checkpoint = settled.at(-1)?.sequence ?? this.#checkpoint;
  }

  /** The last record before which, itself included, nothing is left to be done. */
  get checkpoint(): string | undefined {
    return this.#checkpoint;
  }

  get outstanding(): number {
    return this.#steps.length;
  }
}
