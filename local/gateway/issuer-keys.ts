import { join } from 'node:path';
import type { JWK } from 'jose';
import * as z from 'zod/mini';
import { JsonFile } from '../data/json-file.ts';
import { reasonOf } from '../reason.ts';
import { firstKey, newKey, type SigningKey, signingKeyOf } from './signing-key.ts';

const KEY_FILE = 'token-issuer-key.json';
const keptKeys = z.strictObject({
  signing: z.string(),
  keys: z.array(z.looseObject({ kty: z.literal('RSA'), kid: z.string() })).check(z.minLength(1)),
});

/** Which keys an issuer has, by their ids. */
export interface KeysInUse {
  readonly signing: string;
  /** In its key set, the oldest first. */
  readonly shown: readonly string[];
}

interface Keys {
  /** The oldest first. */
  readonly shown: readonly SigningKey[];
  readonly signing: SigningKey;
}

/**
 * The keys of the local issuer, and how they change: a real one shows a new key, signs with it a while later, and withdraws
 * the old one in the end; or does all of that at once, when the old one was compromised.
 */
export class IssuerKeys {
  readonly #file: JsonFile;
  #keys: Keys;

  private constructor(file: JsonFile, keys: Keys) {
    this.#file = file;
    this.#keys = keys;
  }

  /**
   * @param dataFolder where they are kept, so that tokens outlive a restart; without it they live as long as this process.
   * @throws Error naming the file when what is kept there are no keys.
   */
  static async open(dataFolder: string | undefined): Promise<IssuerKeys> {
    const path = dataFolder && join(dataFolder, KEY_FILE);
    const file = new JsonFile(path);
    const kept = file.read((value) => keptKeys.parse(value));
    const shown = kept === undefined ? [await firstKey()] : await readKeys(kept.keys, String(path));
    const signing = kept === undefined ? shown[0] : shown.find(({ keyId }) => keyId === kept.signing);
    if (signing === undefined) throw new Error(`${path}: there is no key ${kept?.signing} to sign with`);
    const keys = new IssuerKeys(file, { shown, signing });
    keys.#become({});
    return keys;
  }

  get signing(): SigningKey {
    return this.#keys.signing;
  }

  /** The key set as the world sees it. */
  get publicSet(): { readonly keys: readonly JWK[] } {
    return { keys: this.#keys.shown.map(({ publicJwk }) => publicJwk) };
  }

  get inUse(): KeysInUse {
    return { signing: this.signing.keyId, shown: this.#keys.shown.map(({ keyId }) => keyId) };
  }

  /** Shows a new key. Nothing is signed with it yet. */
  async add(): Promise<void> {
    const added = await newKey();
    this.#become({ shown: [...this.#keys.shown, added] });
  }

  /** Signs with the newest key from now on. The ones before it are still shown. */
  signWithNewest(): void {
    this.#become({ signing: this.#keys.shown.at(-1) ?? this.signing });
  }

  /** Shows no other key than the one that it signs with. */
  withdrawOthers(): void {
    this.#become({ shown: [this.signing] });
  }

  /** Carries out a step that is named as in `POST /_local/issuer-keys`. @throws Error that says which there are. */
  async carryOut(step: string): Promise<void> {
    if (step === 'add') await this.add();
    else if (step === 'sign') this.signWithNewest();
    else if (step === 'withdraw') this.withdrawOthers();
    else throw new Error(`${JSON.stringify(step)} is no step: write add, sign or withdraw`);
  }

  /** Nothing changes that could not be kept. */
  #become(change: Partial<Keys>): void {
    const next = { ...this.#keys, ...change };
    this.#file.write({ signing: next.signing.keyId, keys: next.shown.map(({ privateJwk }) => privateJwk) });
    this.#keys = next;
  }
}

async function readKeys(keys: readonly JWK[], path: string): Promise<readonly SigningKey[]> {
  try {
    return await Promise.all(keys.map(signingKeyOf));
  } catch (error) {
    throw new Error(`${path} is damaged: ${reasonOf(error)}. Delete it to get a new key`);
  }
}
