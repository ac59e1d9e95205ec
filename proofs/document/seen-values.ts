/** Of each name so many values are kept, the newest: with few of them, an id and a key often belong together. */
const KEPT = 4;

/** What examples and answers have shown, by the name of the field: a later request that asks for such a field can use it. */
export class SeenValues {
  readonly #byName = new Map<string, string[]>();

  /** Takes every text of an answer, however deep. */
  learn(value: unknown, name = ''): void {
    if (typeof value === 'string') this.#keep(name, value);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, part] of Object.entries(value)) this.learn(part, Array.isArray(value) ? name : key);
  }

  /** What a field of this name may hold: `mispLicenseKey` also takes what `license_key` was. */
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
