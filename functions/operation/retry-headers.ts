import type { RetryHeader } from './contract.ts';
import type { InputProblem, InputReason } from './rejected-input.ts';

/**
 * The versions of a MISP that a change is meant for, as their entity tags tell them: `*` means any. They are texts, which no number
 * stands for: `03` is not the version 3, and one with more digits than any number holds is that of no MISP.
 */
export type WantedVersions = '*' | ReadonlySet<string>;

/** What a request says in the headers that make a change safe to repeat. */
export interface RetryHeaders {
  readonly idempotencyKey?: string;
  readonly ifMatch?: WantedVersions;
}

const MAX_KEY_LENGTH = 128;

type Headers = Readonly<Record<string, string | undefined>>;

/** Reads the headers that an operation takes; their faults go to `problems`. */
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

/** `*`, or entity tags of versions; a proxy may have made them weak. */
function readVersions(text: string): WantedVersions | undefined {
  if (text.trim() === '*') return '*';
  const versions = text.split(',').map((part) => /^(?:W\/)?"([0-9]+)"$/.exec(part.trim())?.[1]);
  return versions.every((version) => version !== undefined) ? new Set(versions) : undefined;
}

/** Whether a MISP of this version is meant. */
export const isWanted = (versions: WantedVersions, version: number) =>
  versions === '*' || versions.has(String(version));
