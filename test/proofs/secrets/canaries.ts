/** Stands in every secret that the proof makes up. No program writes it by chance. */
const MARK = 'cnry7f3q';
/** The same for secrets that are digits: the beginning of every phone number. */
const DIGITS = '7300917';

/** Makes up secrets, each its own, and finds them again wherever they, or those of the service, have come. */
export class Canaries {
  #made = 0;
  readonly #needles = new Set<string>([...formsOf(MARK), ...formsOf(DIGITS)]);

  /** How many texts are searched for. */
  get needles(): number {
    return this.#needles.size;
  }
  get made(): number {
    return this.#made;
  }

  emailAddress(): string {
    return `${this.text()}@${MARK}.example`;
  }

  phoneNumber(): string {
    this.#made += 1;
    return `+91${DIGITS}${String(this.#made).padStart(6, '0')}`;
  }

  /** In the form of a licence key. */
  licenseKey(): string {
    return this.text().padEnd(50, 'K');
  }

  text(): string {
    this.#made += 1;
    return `${MARK}${this.#made}`;
  }

  /** From now on this counts as a secret, too: a licence key that the service issued, a part of a token. */
  learn(secret: string): void {
    // An audit record cuts texts: the beginning of a key gives as much away as would count as a leak.
    for (const form of formsOf(secret.slice(0, 24))) this.#needles.add(form);
  }

  /** @returns the secret that stands in a text, if any does. */
  findIn(text: string): string | undefined {
    const lower = text.toLowerCase();
    for (const needle of this.#needles) if (lower.includes(needle)) return needle;
    return undefined;
  }
}

/** A text as it is, and in base64 at each of the three places where it may begin; in lower case, as it is searched. */
function formsOf(text: string): readonly string[] {
  const encoded = [0, 1, 2].map((before) => {
    const whole = Buffer.from('\0'.repeat(before) + text).toString('base64url');
    // The first and last characters depend on what stands beside the text.
    return whole.slice(before === 0 ? 0 : before + 1, before === 0 ? -2 : -3);
  });
  return [text, ...encoded.filter((form) => form.length >= 6)].map((form) => form.toLowerCase());
}
