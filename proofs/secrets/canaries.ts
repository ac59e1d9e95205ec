/** Part of every secret that the proof makes up. No program writes it by chance. */
const MARK = 'cnry7f3q';
/** The same for secrets of digits: the beginning of every phone number, which may have sixteen characters. */
const DIGITS = '73009174';
/** Keys of the service have no mark. Texts may be cut, so a key's beginning and end are searched for as well. */
const PART = 24;
/** No needle is shorter. */
const SHORTEST = 6;

/** Makes up unique secrets, and finds them, and those of the service, in any text. */
export class Canaries {
  #made = 0;
  #learned = 0;
  /** Needles by their prefix: there are thousands, and this scans each text only once. */
  readonly #needles = new Map<string, Set<string>>();

  constructor() {
    for (const mark of [MARK, DIGITS]) this.#add(mark);
  }

  get made(): number {
    return this.#made;
  }

  /** How many secrets were not made up here. */
  get learned(): number {
    return this.#learned;
  }

  emailAddress(): string {
    return `${this.text()}@${MARK}.example`;
  }

  phoneNumber(): string {
    this.#made += 1;
    return `+91${DIGITS}${String(this.#made % 100_000).padStart(5, '0')}`;
  }

  /** A secret like a licence key; a deployment may issue keys shorter than fifty characters. */
  licenseKey(length = 50): string {
    return `${this.text().padEnd(length - MARK.length, 'K')}${MARK}`;
  }

  text(): string {
    this.#made += 1;
    return `${MARK}${this.#made}`;
  }

  /** Adds a secret: a licence key that the service issued, a part of a token. */
  learn(secret: string): void {
    // A secret made up here has a mark already.
    if (this.findIn(secret) !== undefined) return;
    this.#learned += 1;
    for (const part of [secret.slice(0, PART), secret.slice(-PART)]) this.#add(part);
  }

  /** @returns the first secret in a text, if any. */
  findIn(text: string): string | undefined {
    const lower = text.toLowerCase();
    for (let at = 0; at + SHORTEST <= lower.length; at += 1) {
      for (const needle of this.#needles.get(lower.slice(at, at + SHORTEST)) ?? []) {
        if (lower.startsWith(needle, at)) return needle;
      }
    }
    return undefined;
  }

  #add(text: string): void {
    for (const form of formsOf(text)) {
      const start = form.slice(0, SHORTEST);
      this.#needles.set(start, (this.#needles.get(start) ?? new Set()).add(form));
    }
  }
}

/** A text as it is, and in base64 at each of the three offsets; in lower case, as texts are searched. */
function formsOf(text: string): readonly string[] {
  const encoded = [0, 1, 2].map((before) => {
    const whole = Buffer.from('\0'.repeat(before) + text).toString('base64url');
    // The first and last characters depend on the text around it.
    return whole.slice(before === 0 ? 0 : before + 1, before === 0 ? -2 : -3);
  });
  return [text, ...encoded.filter((form) => form.length >= SHORTEST)].map((form) => form.toLowerCase());
}
