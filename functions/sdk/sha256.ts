import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

type Bytes = string | ArrayBuffer | ArrayBufferView;

/** The SDK keeps the signing key of a day as bytes. As a key object it need not be prepared for each call. */
const keysOfBytes = new WeakMap<object, KeyObject>();
/** What was last signed with a secret that is text: for each call the SDK signs the access key id with the secret key. */
let lastOfText: { readonly secret: string; readonly data: Uint8Array; readonly digest: Uint8Array } | undefined;

/**
 * SHA-256, or HMAC-SHA-256 with a secret, for the SDK's signer, which takes four digests for each call. It does less for each than the
 * SDK's own class: no hash object, no preparation of a known key, no repetition of the digest that never changes.
 */
export class Sha256 {
  readonly digestLength = 32;
  readonly #secret: Bytes | undefined;
  #parts: Uint8Array[] = [];

  constructor(secret?: Bytes) {
    this.#secret = secret;
  }

  update(part: Bytes): void {
    this.#parts.push(bytesOf(part));
  }

  async digest(): Promise<Uint8Array> {
    const [first] = this.#parts;
    const data = first !== undefined && this.#parts.length === 1 ? first : Buffer.concat(this.#parts);
    if (this.#secret === undefined) return hash('sha256', data, 'buffer');
    return typeof this.#secret === 'string' ? signedWithText(this.#secret, data) : signed(keyOf(this.#secret), data);
  }

  reset(): void {
    this.#parts = [];
  }
}

function signed(key: KeyObject, data: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update(data).digest();
}

function signedWithText(secret: string, data: Uint8Array): Uint8Array {
  if (lastOfText?.secret !== secret || Buffer.compare(lastOfText.data, data) !== 0) {
    lastOfText = { secret, data: Uint8Array.from(data), digest: signed(createSecretKey(secret, 'utf8'), data) };
  }
  return Uint8Array.from(lastOfText.digest);
}

function keyOf(secret: Exclude<Bytes, string>): KeyObject {
  const known = keysOfBytes.get(secret);
  if (known !== undefined) return known;
  const key = createSecretKey(bytesOf(secret));
  keysOfBytes.set(secret, key);
  return key;
}

function bytesOf(part: Bytes): Uint8Array {
  if (typeof part === 'string') return Buffer.from(part);
  return ArrayBuffer.isView(part)
    ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
    : new Uint8Array(part);
}
