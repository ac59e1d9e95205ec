import { marshall } from '@aws-sdk/util-dynamodb';
import type { Misp } from '../../functions/domain/misp.ts';
import { toMispItem } from '../../functions/storage/item-shapes.ts';
import { license } from '../../test/scenarios/arrangements.ts';
import { itemBytes, MAX_ITEM_BYTES } from '../../test/support/item-bytes.ts';
import { keyOf } from './population.ts';

/** What a partition takes, in capacity units a second. */
const PARTITION_READS = 3_000;
const PARTITION_WRITES = 1_000;

/** How large a MISP with this many licences is, and which rates that allows. */
export interface MispWeight {
  readonly licenses: number;
  /** Of the stored item, and of its entry in each index. */
  readonly bytes: number;
  /** Read units of one strongly consistent read. */
  readonly readUnits: number;
  /** Write units of the item within a transaction. */
  readonly changeUnits: number;
  /** Write units of its entry in one index. */
  readonly indexUnits: number;
  /** How many times a second one MISP of this size can be read, and changed, before its partition throttles. */
  readonly readsPerSecond: number;
  readonly changesPerSecond: number;
  /** How many changes a second of all MISPs of this size together one partition of an index can take. */
  readonly indexChangesPerSecond: number;
}

/** Weighs a MISP as it is stored, with this many licences in place of its own. */
export function weigh(misp: Misp, licenses: number): MispWeight {
  const bytes = itemBytes(marshall(toMispItem(withLicenses(misp, licenses))));
  const readUnits = Math.ceil(bytes / 4096);
  const indexUnits = Math.ceil(bytes / 1024);
  const changeUnits = 2 * indexUnits;
  return {
    licenses,
    bytes,
    readUnits,
    changeUnits,
    indexUnits,
    readsPerSecond: Math.floor(PARTITION_READS / readUnits),
    changesPerSecond: Math.floor(PARTITION_WRITES / changeUnits),
    indexChangesPerSecond: Math.floor(PARTITION_WRITES / indexUnits),
  };
}

/** The most licences with which the MISP still fits into one item. */
export function mostLicenses(misp: Misp): number {
  // With the first licence the item also gets `runsOut`, so that one takes more bytes than the others.
  const withOne = weigh(misp, 1).bytes;
  const each = (weigh(misp, 101).bytes - withOne) / 100;
  return 1 + Math.floor((MAX_ITEM_BYTES - withOne) / each);
}

function withLicenses(misp: Misp, count: number): Misp {
  return { ...misp, licenses: Array.from({ length: count }, (_, place) => license({ key: keyOf(misp.id, place) })) };
}
