import { isPossibleMispId } from '../domain/misp.ts';
import type { OperationName } from '../operations.ts';
import { CATALOG_VERSION } from './catalog-version.ts';
import { leftByOperation } from './left-by-operation.ts';
import { isRecordable } from './limits.ts';
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

/**
 * Checks that a row holds nothing that its operation cannot leave, and nothing that no record may hold (docs/audit.md, "Nobody
 * forges"): whoever could put it into the outbox speaks for that operation at most.
 * @throws UnreadableRow saying why. A row that is no row at all may throw anything.
 */
export function checkRow(row: OutboxRow): RowOwner {
  const owner = ownerOfRow(row.id);
  if (owner === undefined) throw new UnreadableRow('key', 'The id names no operation');
  if (row.catalogVersion !== CATALOG_VERSION) {
    throw new UnreadableRow('version', `Catalogue version ${row.catalogVersion}`);
  }
  const leavings = leftByOperation[owner.operation];
  if (row.trail.length < 1) throw new UnreadableRow('malformed', 'No audit event');
  const records: readonly string[] = leavings.records;
  if (row.trail.some(([key]) => !records.includes(key))) throw new UnreadableRow('foreign', 'An audit event');
  if (row.verdictChanges.length > 0 && !leavings.domainEvents) throw new UnreadableRow('foreign', 'A domain event');
  if (row.verdictChanges.length > 0 && (row.mispId === undefined || row.version === undefined)) {
    throw new UnreadableRow('malformed', 'A domain event lacks its MISP id or its version');
  }
  const mispIds = [row.mispId, ...row.trail.map(([, mispId]) => mispId)].filter((mispId) => mispId !== undefined);
  // What stands in the place of an id that no MISP can have has the form of one.
  if (!mispIds.every(isPossibleMispId)) throw new UnreadableRow('malformed', 'A MISP id that none can have');
  const { caller, hostName, hostIp, outcome, requestId } = row;
  if (![caller.userId, caller.userName, hostName, hostIp, outcome, requestId].every(isRecordable)) {
    throw new UnreadableRow('malformed', 'A text with characters that no record may hold');
  }
  return owner;
}
