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

/** The ids of an issuer's keys. */
export interface KeysInUse {
  readonly signing: string;
  /** The published key set, oldest first. */
  readonly shown: readonly string[];
}

interface Keys {
  /** Oldest first. */
  readonly shown: readonly SigningKey[];
  readonly signing: SigningKey;
}

/**
 * The keys of the local issuer. A real issuer rotates in three steps: it publishes a new key, later signs with it, and
 * finally withdraws the old one. After a compromise it does all three at once.
 */
export class IssuerKeys {
  readonly #file: JsonFile;
  #keys: Keys;

  private constructor(file: JsonFile, keys: Keys) {
    this.#file = file;
    this.#keys = keys;
  }

  /**
   * @param dataFolder where to store the keys, so tokens stay valid after a restart; without it, in memory.
   * @throws Error naming the file if it does not contain keys.
   */
  static async open(dataFolder: string | undefined): Promise<IssuerKeys> {
    const path = dataFolder && join(dataFolder, KEY_FILE);
    const file = new JsonFile(path);
    const kept = file.read((value) => keptKeys.parse(value));
    const shown = kept === undefined ? [await firstKey()] : await readKeys(kept.keys, String(path));
    const signing = kept === undefined ? shown[0] : shown.find(({ keyId }) => keyId === kept.signing);
    if (signing === undefined) throw new Error(`${path}: there is no key ${kept?.signing} to sign with`);
    const keys = new IssuerKeys(file, { shown, signing });
    keys.#update({});
    return keys;
  }

  get signing(): SigningKey {
    return this.#keys.signing;
  }

  /** The published key set. */
  get publicSet(): { readonly keys: readonly JWK[] } {
    return { keys: this.#keys.shown.map(({ publicJwk }) => publicJwk) };
  }

  get inUse(): KeysInUse {
    return { signing: this.signing.keyId, shown: this.#keys.shown.map(({ keyId }) => keyId) };
  }

  /** Publishes a new key. Nothing is signed with it yet. */
  async add(): Promise<void> {
    const added = await newKey();
    this.#update({ shown: [...this.#keys.shown, added] });
  }

  /** Signs with the newest key from now on. The earlier ones stay published. */
  signWithNewest(): void {
    this.#update({ signing: this.#keys.shown.at(-1) ?? this.signing });
  }

  /** Withdraws all keys except the signing key. */
  withdrawOthers(): void {
    this.#update({ shown: [this.signing] });
  }

  /** Performs a step of `POST /_local/issuer-keys`. @throws Error that names the possible steps. */
  async applyStep(step: string): Promise<void> {
    if (step === 'add') await this.add();
    else if (step === 'sign') this.signWithNewest();
    else if (step === 'withdraw') this.withdrawOthers();
    else throw new Error(`${JSON.stringify(step)} is not a step: write add, sign or withdraw`);
  }

  /** Writes the file first, so a failed write changes nothing. */
  #update(change: Partial<Keys>): void {
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
