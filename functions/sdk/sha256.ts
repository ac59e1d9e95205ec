import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

type Bytes = string | ArrayBuffer | ArrayBufferView;

/** The keys of the SDK's own cache, one a day, as Node.js uses them quickest. */
const keyObjects = new WeakMap<object, KeyObject>();
let ofSecret: { readonly secret: string; readonly key: KeyObject } | undefined;

/**
 * SHA-256, or HMAC-SHA-256 with a secret, for the SDK's signer. Four of them sign a call. The SDK's own class creates a hash object for
 * each and reads the key again each time; this one hashes in one call and keeps the keys. `npm run bench` has what that saves.
 */
export class Sha256 {
  readonly digestLength = 32;
  readonly #key: KeyObject | undefined;
  #parts: Uint8Array[] = [];

  constructor(secret?: Bytes) {
    if (secret !== undefined) this.#key = keyOf(secret);
  }

  update(part: Bytes): void {
    this.#parts.push(bytesOf(part));
  }

  async digest(): Promise<Uint8Array> {
    const [first] = this.#parts;
    const data = first !== undefined && this.#parts.length === 1 ? first : Buffer.concat(this.#parts);
    return this.#key === undefined
      ? hash('sha256', data, 'buffer')
      : createHmac('sha256', this.#key).update(data).digest();
  }

  reset(): void {
    this.#parts = [];
  }
}

function keyOf(secret: Bytes): KeyObject {
  if (typeof secret === 'string') {
    if (ofSecret?.secret !== secret) ofSecret = { secret, key: createSecretKey(secret, 'utf8') };
    return ofSecret.key;
  }
  const known = keyObjects.get(secret);
  if (known !== undefined) return known;
  const key = createSecretKey(bytesOf(secret));
  keyObjects.set(secret, key);
  return key;
}

function bytesOf(part: Bytes): Uint8Array {
  if (typeof part === 'string') return Buffer.from(part);
  return ArrayBuffer.isView(part)
    ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
    : new Uint8Array(part);
}
