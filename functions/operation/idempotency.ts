import { createHash } from 'node:crypto';
import type { DomainError, DomainErrorKind } from '../domain/errors.ts';
import type { ApprovalStatus, Instant, License, Misp } from '../domain/misp.ts';
import type { DoneFacts } from '../storage/idempotency-record.ts';
import type { LicenseKeyVisibility } from './license-key-visibility.ts';

/** How long an outcome is kept for repeats: a day. */
const KEPT_SECONDS = 24 * 60 * 60;

/** @returns the expiry of an outcome that is kept now, in seconds since the epoch. */
export const forgetAtFor = (now: Instant): number => Math.floor(now / 1000) + KEPT_SECONDS;

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

/** The parts of a kept outcome's id, in addition to the operation. */
export interface IdempotencyScope {
  readonly issuer: string;
  readonly userId: string;
  /**
   * From the path, even if it is illegal: requests about different illegal ids do not repeat each other. Only its hash
   * is used. Undefined without a MISP in the path.
   */
  readonly mispId: string | undefined;
  readonly key: string;
}

/**
 * The id of a kept outcome, different for each operation, caller, MISP and key. Each part has its length as a prefix,
 * so that different parts never give the same text.
 */
export function idempotencyId(operation: string, { issuer, userId, mispId = '', key }: IdempotencyScope): string {
  const parts = [issuer, userId, mispId, key].map((part) => `${part.length}:${part}`);
  return `${operation}#${sha256(parts.join(''))}`;
}

/** A fingerprint of the request: of the parsed input in its compared form, independent of the order of fields. */
export function fingerprintOf(input: object): string {
  const fields = Object.entries(input).filter(([, value]) => value !== undefined);
  return sha256(JSON.stringify(fields.sort(([one], [other]) => (one < other ? -1 : 1))));
}

/** The kept facts of a success. */
export function doneFacts(
  { id, version, isActive }: Misp,
  license?: License,
  earlier: readonly License[] = [],
): DoneFacts {
  if (license === undefined) return { mispId: id, version, isActive };
  const { hash, validFrom, validTo } = license;
  return {
    mispId: id,
    version,
    isActive,
    license: { hash, validFrom, validTo },
    ...(earlier.length === 0 ? {} : { earlier: earlier.map((one) => ({ hash: one.hash, validTo: one.validTo })) }),
  };
}

/** The parts of a request that its errors name. */
export interface NamedInRequest {
  readonly mispId?: string;
  /** The organization name. */
  readonly name?: string;
  /** The licence as sent. */
  readonly license?: string;
  readonly status?: ApprovalStatus | undefined;
}

/** How an operation builds its answer: the first time, and again for a repeat. */
export interface Answering<Input, Body> {
  /** @param key of the licence in the facts, as the caller may see it; only if `showsKey`. */
  readonly answer: (input: Input, facts: DoneFacts, key: string | undefined) => Body;
  /** Whether the answer shows the key of its licence. */
  readonly showsKey: boolean;
  readonly named: (input: Input) => NamedInRequest;
  /** The part of the input that a repeat must have, in one canonical form; by default the whole input. */
  readonly compared?: (input: Input) => object;
}

/** What is needed to repeat an answer. */
export interface Repeatable {
  readonly id: string;
  readonly fingerprint: string;
  readonly visibility: LicenseKeyVisibility;
  readonly showsKey: boolean;
  readonly answer: (facts: DoneFacts, key: string | undefined) => unknown;
  readonly errorOf: (why: DomainErrorKind) => DomainError;
}

/**
 * The error of an earlier request, for its repeat: the repeat is the same request, so it has everything that the error
 * names.
 */
export function sameError(
  why: DomainErrorKind,
  { mispId = '', name = '', license, status }: NamedInRequest,
): DomainError {
  switch (why) {
    case 'name-taken':
      return { kind: why, name };
    case 'unknown-misp':
    case 'license-of-another-misp':
      return { kind: why, mispId };
    case 'unknown-license':
      return license === undefined ? { kind: why } : { kind: why, key: license };
    case 'already-in-status':
      return { kind: why, status: status ?? 'Inprogress' };
    default:
      return { kind: why };
  }
}
