/** How many values of each field are kept, the newest: with few, an id and a key often belong together. */
const KEPT = 4;

/** Values from examples and answers, by field name: later requests with such a field use them. */
export class SeenValues {
  readonly #byName = new Map<string, string[]>();

  /** Collects every text of an answer, at any depth. */
  learn(value: unknown, name = ''): void {
    if (typeof value === 'string') this.#keep(name, value);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, part] of Object.entries(value)) this.learn(part, Array.isArray(value) ? name : key);
  }

  /** Values for a field of this name: `mispLicenseKey` also takes those of `license_key`. */
  for(name: string): readonly string[] {
    const wanted = plain(name);
    return [...this.#byName].flatMap(([seen, values]) => (wanted.endsWith(seen) ? values : []));
  }

  #keep(name: string, value: string): void {
    const key = plain(name);
    if (key === '') return;
    const values = this.#byName.get(key) ?? [];
    this.#byName.set(key, [...values.filter((one) => one !== value), value].slice(-KEPT));
  }
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z]/g, '');
