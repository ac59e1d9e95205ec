import type { RetryHeader } from './contract.ts';
import type { InputProblem, InputReason } from './rejected-input.ts';

/**
 * The versions in `If-Match`, as entity tags; `*` means any. They stay texts: `03` is not version 3, and one with more
 * digits than a number can hold matches no MISP.
 */
export type WantedVersions = '*' | ReadonlySet<string>;

/** The retry headers of a request. */
export interface RetryHeaders {
  readonly idempotencyKey?: string;
  readonly ifMatch?: WantedVersions;
}

const MAX_KEY_LENGTH = 128;

type Headers = Readonly<Record<string, string | undefined>>;

/** Reads the retry headers of an operation; their faults go to `problems`. */
export function readRetryHeaders(
  taken: readonly RetryHeader[],
  headers: Headers,
  problems: InputProblem[],
): RetryHeaders {
  const sent = (name: RetryHeader) => (taken.includes(name) ? headers[name] : undefined);
  const wrong = (name: RetryHeader, reason: InputReason) => problems.push({ in: 'header', name, reason });
  const [key, versions] = [sent('idempotency-key'), sent('if-match')];
  const keyFault = key === undefined ? undefined : faultOfKey(key);
  if (keyFault !== undefined) wrong('idempotency-key', keyFault);
  const ifMatch = versions === undefined ? undefined : readVersions(versions);
  if (versions !== undefined && ifMatch === undefined) wrong('if-match', 'not-allowed');
  return {
    ...(key === undefined ? {} : { idempotencyKey: key }),
    ...(ifMatch === undefined ? {} : { ifMatch }),
  };
}

/** Visible ASCII characters. */
function faultOfKey(key: string): InputReason | undefined {
  if (key.length > MAX_KEY_LENGTH) return 'too-long';
  if (key === '') return 'blank';
  return /^[!-~]+$/.test(key) ? undefined : 'not-allowed';
}

/** `*`, or entity tags of versions, possibly weakened by a proxy. */
function readVersions(text: string): WantedVersions | undefined {
  if (text.trim() === '*') return '*';
  const versions = text.split(',').map((part) => /^(?:W\/)?"([0-9]+)"$/.exec(part.trim())?.[1]);
  return versions.every((version) => version !== undefined) ? new Set(versions) : undefined;
}

/** Whether `If-Match` accepts this version. */
export const isWanted = (versions: WantedVersions, version: number) =>
  versions === '*' || versions.has(String(version));
