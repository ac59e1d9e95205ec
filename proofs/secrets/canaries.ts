/** Stands in every secret that the proof makes up. No program writes it by chance. */
const MARK = 'cnry7f3q';
/** The same for secrets that are digits: the beginning of every phone number, which has room for sixteen characters. */
const DIGITS = '73009174';
/** Keys of the service have no mark. Texts are cut in places: their beginning and their end give as much away. */
const PART = 24;
/** No needle is shorter. */
const SHORTEST = 6;

/** Makes up secrets, each its own, and finds them again wherever they, or those of the service, have come. */
export class Canaries {
  #made = 0;
  #learned = 0;
  /** Needles by how they begin: there come to be thousands, and each text is walked only once. */
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

  /** In the form of a licence key; a deployment may issue shorter ones than those of fifty characters. */
  licenseKey(length = 50): string {
    return `${this.text().padEnd(length - MARK.length, 'K')}${MARK}`;
  }

  text(): string {
    this.#made += 1;
    return `${MARK}${this.#made}`;
  }

  /** From now on this counts as a secret, too: a licence key that the service issued, a part of a token. */
  learn(secret: string): void {
    // One that was made up here bears a mark already.
    if (this.findIn(secret) !== undefined) return;
    this.#learned += 1;
    for (const part of [secret.slice(0, PART), secret.slice(-PART)]) this.#add(part);
  }

  /** @returns the secret that stands in a text, if any does. */
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

/** A text as it is, and in base64 at each of the three places where it may begin; in lower case, as it is searched. */
function formsOf(text: string): readonly string[] {
  const encoded = [0, 1, 2].map((before) => {
    const whole = Buffer.from('\0'.repeat(before) + text).toString('base64url');
    // The first and last characters depend on what stands beside the text.
    return whole.slice(before === 0 ? 0 : before + 1, before === 0 ? -2 : -3);
  });
  return [text, ...encoded.filter((form) => form.length >= SHORTEST)].map((form) => form.toLowerCase());
}
