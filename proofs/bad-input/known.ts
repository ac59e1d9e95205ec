/** Ids, keys and names from earlier answers: hostile requests use them to reach real data. */
export class Known {
  readonly #ids: string[] = ['100'];
  readonly #keys: string[] = ['none-yet'];
  readonly #names: string[] = ['Acme'];

  /** Collects ids, keys and names from an answer. */
  learn(response: unknown): void {
    if (typeof response !== 'object' || response === null) return;
    const { mispID, mispLicenseKey, name } = response as Record<string, unknown>;
    keep(this.#ids, mispID);
    keep(this.#keys, mispLicenseKey);
    keep(this.#names, name);
  }

  id(choice: number): string {
    return this.#ids[choice % this.#ids.length]!;
  }
  key(choice: number): string {
    return this.#keys[choice % this.#keys.length]!;
  }
  name(choice: number): string {
    return this.#names[choice % this.#names.length]!;
  }
}

const MAX_KEPT = 200;

function keep(list: string[], value: unknown): void {
  if (typeof value !== 'string') return;
  if (list.length < MAX_KEPT) list.push(value);
  else list[list.length % 7] = value;
}
