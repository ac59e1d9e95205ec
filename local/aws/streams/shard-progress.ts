/** A record on its way to the function. */
export interface Step {
  readonly sequence: string;
  settled: boolean;
}

/** Tracks the checkpoint of a shard while several batches are delivered at once. */
export class ShardProgress {
  #steps: Step[] = [];
  #checkpoint: string | undefined;

  constructor(checkpoint: string | undefined) {
    this.#checkpoint = checkpoint;
  }

  /** Adds a record, in stream order. */
  begin(sequence: string): Step {
    const step = { sequence, settled: false };
    this.#steps.push(step);
    return step;
  }

  /** Marks records as accepted, discarded or filtered out. */
  settle(steps: readonly Step[]): void {
    for (const step of steps) step.settled = true;
    const open = this.#steps.findIndex((step) => !step.settled);
    const settled = this.#steps.splice(0, open === -1 ? this.#steps.length : open);
    this.#checkpoint = settled.at(-1)?.sequence ?? this.#checkpoint;
  }

  /** The last record up to which everything is done. */
  get checkpoint(): string | undefined {
    return this.#checkpoint;
  }

  get outstanding(): number {
    return this.#steps.length;
  }
}
