import type { DomainErrorKind } from '../domain/errors.ts';
import type { Instant } from '../domain/misp.ts';
import type { IdempotencyRecord, KeptOutcome } from './idempotency-record.ts';
import { requestKey } from './keys.ts';
import type { FORGET_AT } from './table-schema.ts';
import { UnknownShape } from './unknown-shape.ts';

/** The item of an idempotency record. Like a MISP's, it gets another `shape` when it changes (docs/upgrading.md). */
export interface RequestItem {
  readonly pk: string;
  readonly shape: number;
  readonly requestId: string;
  readonly fingerprint: string;
  /** `done`, or the kind of the refusal. */
  readonly outcome: string;
  readonly [FORGET_AT]: number;
  readonly mispId?: string;
  /** Only for a success. */
  readonly version?: number;
  readonly isActive?: boolean;
  readonly licenseKeyHash?: string;
  readonly validFrom?: number;
  readonly validTo?: number;
  /** Licences by the SHA-256 of their keys, and their ends. */
  readonly earlier?: readonly { readonly licenseKeyHash: string; readonly validTo: number }[];
}

/** An instant as `forgetAt` has it: whole seconds since the epoch, as DynamoDB's time to live requires. */
export const secondsOf = (at: Instant) => Math.floor(at / 1000);

const SHAPE = 1;
const PREFIX_LENGTH = requestKey('').length;

export function toRequestItem({ id, requestId, fingerprint, outcome, forgetAt }: IdempotencyRecord): RequestItem {
  const item = { pk: requestKey(id), shape: SHAPE, requestId, fingerprint, forgetAt };
  if (outcome.kind === 'refused') {
    const { why, mispId, licenseHash } = outcome;
    return {
      ...{ ...item, outcome: why },
      ...(mispId === undefined ? {} : { mispId }),
      ...(licenseHash === undefined ? {} : { licenseKeyHash: licenseHash }),
    };
  }
  const { mispId, version, isActive, license, earlier } = outcome.facts;
  return {
    ...{ ...item, outcome: 'done', mispId, version, isActive },
    ...(license && { licenseKeyHash: license.hash, validFrom: license.validFrom, validTo: license.validTo }),
    ...(earlier && { earlier: earlier.map(({ hash, validTo }) => ({ licenseKeyHash: hash, validTo })) }),
  };
}

/** @throws UnknownShape for an item that this code cannot read. */
export function fromRequestItem(item: RequestItem): IdempotencyRecord {
  if (item.shape !== SHAPE) throw new UnknownShape(item.shape);
  const { pk, requestId, fingerprint, forgetAt } = item;
  return { id: pk.slice(PREFIX_LENGTH), requestId, fingerprint, outcome: outcomeOf(item), forgetAt };
}

function outcomeOf(item: RequestItem): KeptOutcome {
  const { outcome, mispId, version, isActive, licenseKeyHash: hash, validFrom, validTo } = item;
  if (outcome !== 'done') {
    return {
      // Only this module writes it, from an error of the domain.
      ...{ kind: 'refused', why: outcome as DomainErrorKind },
      ...(mispId === undefined ? {} : { mispId }),
      ...(hash === undefined ? {} : { licenseHash: hash }),
    };
  }
  if (mispId === undefined || version === undefined || isActive === undefined) throw new UnknownShape(item.shape);
  const facts = { mispId, version, isActive };
  if (hash === undefined || validFrom === undefined || validTo === undefined) return { kind: 'done', facts };
  const earlier = (item.earlier ?? []).map((one) => ({ hash: one.licenseKeyHash, validTo: one.validTo }));
  const license = { hash, validFrom, validTo };
  return { kind: 'done', facts: { ...facts, license, ...(earlier.length === 0 ? {} : { earlier }) } };
}
