import { createHash } from 'node:crypto';
import type { Call } from './call.ts';
import { askedText } from './input.ts';
import { hashOf } from './licenses.ts';
import type { OperationName } from './outcomes.ts';
import type { Kept, KnownLicense, World } from './world.ts';

/** The headers that make a change safe to repeat: `Idempotency-Key` and `If-Match`. */

/** The issuer of the callers' tokens. */
export const ISSUER = 'https://issuer.example';
const DAY_SECONDS = 24 * 60 * 60;

const changes: readonly OperationName[] = [
  'process-misp-status',
  'update-misp',
  'update-misp-status',
  'update-license-key-status',
  'rotate-license-key',
  'change-license-validity',
];

/** The key of the item with the kept outcome; undefined if nothing is kept. */
export function keptKey({ operation, by, idInPath = '', retry }: Call): string | undefined {
  const key = retry?.idempotencyKey;
  if (key === undefined || !['register-misp', ...changes].includes(operation)) return undefined;
  const parts = [ISSUER, by.userId, idInPath, key].map((part) => `${part.length}:${part}`);
  return `REQUEST#${operation}#${createHash('sha256').update(parts.join('')).digest('hex')}`;
}

const secondOf = (at: number) => Math.floor(at / 1000);

/** The outcome of an earlier request with the same key, within a day. */
export function earlier(world: World, call: Call): Kept | undefined {
  const kept = world.kept.get(keptKey(call) ?? '');
  return kept !== undefined && kept.forgetAt > secondOf(call.at) ? kept : undefined;
}

/** Whether the request accepts this version. */
export function acceptsVersion({ operation, retry }: Call, version: number): boolean {
  const wanted = changes.includes(operation) ? retry?.ifMatch : undefined;
  return wanted === undefined || wanted === '*' || (wanted.match(/\d+/g)?.includes(String(version)) ?? false);
}

/** The world with the kept outcome of a request. */
export function keeping(world: World, call: Call, what: Omit<Kept, 'requestId' | 'asked' | 'forgetAt'>): World {
  const key = keptKey(call);
  if (key === undefined) return world;
  const { requestId, at } = call;
  const kept = { requestId, asked: askedText(call), forgetAt: secondOf(at) + DAY_SECONDS, ...what };
  return { ...world, kept: new Map(world.kept).set(key, kept) };
}

/** The items with kept outcomes, without the fingerprint, which only the service knows. */
export function keptItems({ kept }: World): readonly Readonly<Record<string, unknown>>[] {
  return [...kept].map(([pk, { requestId, forgetAt, errors, about, version, active, license, earlier = [] }]) => ({
    ...{ pk, shape: 1, requestId, forgetAt, outcome: errors.length === 0 ? 'done' : 'refused' },
    ...(about === undefined ? {} : { mispId: about }),
    ...(version === undefined ? {} : { version, isActive: active }),
    ...licenseFacts(license, version !== undefined),
    ...(earlier.length === 0
      ? {}
      : { earlier: earlier.map(({ key, to }) => ({ licenseKeyHash: hashOf(key), validTo: to })) }),
  }));
}

function licenseFacts(license: KnownLicense | undefined, isDone: boolean) {
  if (license === undefined) return {};
  const licenseKeyHash = hashOf(license.key);
  return isDone ? { licenseKeyHash, validFrom: license.from, validTo: license.to } : { licenseKeyHash };
}
