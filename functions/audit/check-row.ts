import * as z from 'zod/mini';
import { licenseVerdicts } from '../domain/license.ts';
import { MAX_LEAVING_AT_ONCE } from '../domain/license-bounds.ts';
import { isPossibleMispId } from '../domain/misp.ts';
import type { OperationName } from '../operations.ts';
import { CATALOG_VERSION } from './catalog-version.ts';
import { leftByOperation } from './left-by-operation.ts';
import { isRecordable, limits } from './limits.ts';
import type { OutboxRow } from './outbox-row.ts';
import { readRowId } from './row-id.ts';

/**
 * Why a row is none that this code can have written. `key`: its id names no operation; `foreign`: its operation cannot leave
 * what stands in it; `version`: of a catalogue that is not known here; `malformed`: lacks what a record needs, or holds what
 * none may.
 */
export type RowFault = 'key' | 'foreign' | 'version' | 'malformed';

/** Thrown for a row that cannot be published: it stays in the outbox and is counted as poison. */
export class UnreadableRow extends Error {
  override readonly name = 'UnreadableRow';
  readonly fault: RowFault;
  constructor(fault: RowFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** Whose a row is, and what the ids of its records begin with. */
export interface RowOwner {
  readonly operation: OperationName;
  readonly timeOrderedId: string;
}

const isOperation = (name: string): name is OperationName => Object.hasOwn(leftByOperation, name);

/** What a row's id says; undefined for what is no id of a row of ours. */
export function ownerOfRow(id: unknown): RowOwner | undefined {
  const { operation = '', timeOrderedId = '' } = (typeof id === 'string' && readRowId(id)) || {};
  return isOperation(operation) ? { operation, timeOrderedId } : undefined;
}

/** What a row may hold, whoever has put it: no text is longer than records promise, and none is of a stranger's choice. */
const text = (longest: number) => z.string().check(z.minLength(1), z.maxLength(longest), z.refine(isRecordable));
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
/** What stands in the place of an id that no MISP can have has the form of one. */
const mispId = z.string().check(z.refine(isPossibleMispId));
/** As far as a `Date` reaches. */
const instant = z.int().check(z.minimum(0), z.maximum(8.64e15));
const verdict = z.enum(licenseVerdicts);
const status = z.enum([...licenseVerdicts, 'active', 'de-active']);
const note = z.union([z.tuple([z.string()]), z.tuple([z.string(), mispId]), z.tuple([z.string(), mispId, status])]);
/** More records than any request leaves, and more licences than fit into a MISP. */
const MOST_RECORDS = 20;
const MOST_LICENSES = 2000;

const wellFormed = z.object({
  at: instant,
  outcome: z.string().check(z.regex(/^(success|PMS_[A-Z]{3,4}_[0-9]{3,4})$/)),
  requestId: text(limits.userId),
  caller: z.object({ userId: text(limits.userId), userName: text(limits.name) }),
  hostName: text(limits.name),
  hostIp: text(limits.hostIp),
  mispId: z.optional(mispId),
  version: z.optional(z.int().check(z.minimum(1))),
  trail: z.array(note).check(z.minLength(1), z.maxLength(MOST_RECORDS)),
  removedLicenseKeyHashes: z.optional(z.array(hash).check(z.maxLength(MAX_LEAVING_AT_ONCE))),
  verdictChanges: z.array(z.object({ licenseHash: hash, verdict, validTo: instant })).check(z.maxLength(MOST_LICENSES)),
});

/**
 * Checks that a row holds nothing that its operation cannot leave, and nothing that no record may hold (docs/audit.md, "Nobody
 * forges"): whoever could put it into the outbox speaks for that operation at most, and in its words.
 * @throws UnreadableRow saying why.
 */
export function checkRow(row: OutboxRow): RowOwner {
  const owner = ownerOfRow(row.id);
  if (owner === undefined) throw new UnreadableRow('key', 'The id names no operation');
  if (row.catalogVersion !== CATALOG_VERSION) {
    throw new UnreadableRow('version', `Catalogue version ${row.catalogVersion}`);
  }
  if (!wellFormed.safeParse(row).success) throw new UnreadableRow('malformed', 'Something that no record may hold');
  const leavings = leftByOperation[owner.operation];
  const records: readonly string[] = leavings.records;
  if (row.trail.some(([key]) => !records.includes(key))) throw new UnreadableRow('foreign', 'An audit event');
  if (row.verdictChanges.length > 0 && !leavings.domainEvents) throw new UnreadableRow('foreign', 'A domain event');
  if (row.verdictChanges.length > 0 && (row.mispId === undefined || row.version === undefined)) {
    throw new UnreadableRow('malformed', 'A domain event lacks its MISP id or its version');
  }
  return owner;
}
