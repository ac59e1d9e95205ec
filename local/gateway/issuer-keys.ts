import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { JWK } from 'jose';
import { isRecord, recordOf } from '../template/json-values.ts';
import { firstKey, newKey, type SigningKey, signingKeyOf } from './signing-key.ts';

const KEY_FILE = 'token-issuer-key.json';

/** Which keys an issuer has, by their ids. */
export interface KeysInUse {
  readonly signing: string;
  /** In its key set, the oldest first. */
  readonly shown: readonly string[];
}

/**
 * The keys of the local issuer, and how they change: a real one shows a new key, signs with it a while later, and withdraws
 * the old one in the end; or does all of that at once, when the old one was compromised.
 */
export class IssuerKeys {
  readonly #file: string | undefined;
  /** The oldest first. */
  #shown: readonly SigningKey[];
  #signing: SigningKey;

  private constructor(file: string | undefined, shown: readonly SigningKey[], signing: SigningKey) {
    this.#file = file;
    this.#shown = shown;
    this.#signing = signing;
  }

  /**
   * @param dataFolder where they are kept, so that tokens outlive a restart; without it they live as long as this process.
   * @throws Error naming the file when what is kept there are no keys.
   */
  static async open(dataFolder: string | undefined): Promise<IssuerKeys> {
    const file = dataFolder === undefined ? undefined : join(dataFolder, KEY_FILE);
    const kept = file !== undefined && existsSync(file) ? await readKeys(file) : undefined;
    const shown = kept?.shown ?? [await firstKey()];
    const signing = shown.find(({ keyId }) => keyId === kept?.signing) ?? shown[0];
    if (signing === undefined) throw new Error('An issuer has at least one key');
    const keys = new IssuerKeys(file, shown, signing);
    keys.#keep();
    return keys;
  }

  get signing(): SigningKey {
    return this.#signing;
  }

  /** The key set as the world sees it. */
  get publicSet(): { readonly keys: readonly JWK[] } {
    return { keys: this.#shown.map(({ publicJwk }) => publicJwk) };
  }

  get inUse(): KeysInUse {
    return { signing: this.#signing.keyId, shown: this.#shown.map(({ keyId }) => keyId) };
  }

  /** Shows a new key. Nothing is signed with it yet. */
  async add(): Promise<void> {
    this.#shown = [...this.#shown, await newKey()];
    this.#keep();
  }

  /** Signs with the newest key from now on. The ones before it are still shown. */
  signWithNewest(): void {
    this.#signing = this.#shown.at(-1) ?? this.#signing;
    this.#keep();
  }

  /** Shows no other key than the one that it signs with. */
  withdrawOthers(): void {
    this.#shown = [this.#signing];
    this.#keep();
  }

  /** Carries out a step that is named as in `POST /_local/issuer-keys`. @throws Error that says which there are. */
  async carryOut(body: unknown): Promise<void> {
    const { step } = recordOf(body, 'The body');
    if (step === 'add') await this.add();
    else if (step === 'sign') this.signWithNewest();
    else if (step === 'withdraw') this.withdrawOthers();
    else throw new Error(`${JSON.stringify(step)} is no step: write add, sign or withdraw`);
  }

  #keep(): void {
    if (this.#file === undefined) return;
    mkdirSync(dirname(this.#file), { recursive: true });
    const content = { signing: this.#signing.keyId, keys: this.#shown.map(({ privateJwk }) => privateJwk) };
    writeFileSync(this.#file, JSON.stringify(content), { mode: 0o600 });
  }
}

async function readKeys(file: string): Promise<{ readonly signing: unknown; readonly shown: readonly SigningKey[] }> {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  // Before keys could change, the file was the only one.
  const { signing, keys } = isRecord(content) && 'keys' in content ? content : { signing: undefined, keys: [content] };
  if (!Array.isArray(keys) || keys.length === 0 || !keys.every(isRsaKey)) {
    throw new Error(`${file} is not a key of this issuer: delete it to get a new one`);
  }
  return { signing, shown: await Promise.all(keys.map(signingKeyOf)) };
}

function isRsaKey(key: unknown): key is JWK {
  return isRecord(key) && key.kty === 'RSA';
}
