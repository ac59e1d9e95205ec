import { marshall } from '@aws-sdk/util-dynamodb';
import type { Misp } from '../../functions/domain/misp.ts';
import { toMispItem } from '../../functions/storage/item-shapes.ts';
import { license } from '../../test/scenarios/arrangements.ts';
import { itemBytes, MAX_ITEM_BYTES } from '../../test/support/item-bytes.ts';
import { keyOf } from './population.ts';

/** What a partition takes, in capacity units a second. */
const PARTITION_READS = 3_000;
const PARTITION_WRITES = 1_000;

/** What a MISP with so many licences weighs, and what that allows. */
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
  /** How often a second one MISP of this weight can be read, and changed, before its partition throttles. */
  readonly readsPerSecond: number;
  readonly changesPerSecond: number;
  /** How often a second MISPs of this weight can be changed, all together, by one partition of an index. */
  readonly indexChangesPerSecond: number;
}

/** Weighs a MISP as it is stored, with so many licences in the place of its own. */
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

/** With how many licences the MISP still fits into one item. */
export function mostLicenses(misp: Misp): number {
  // From the first licence on the MISP also says when it runs out.
  const withOne = weigh(misp, 1).bytes;
  const each = (weigh(misp, 101).bytes - withOne) / 100;
  return 1 + Math.floor((MAX_ITEM_BYTES - withOne) / each);
}

function withLicenses(misp: Misp, count: number): Misp {
  return { ...misp, licenses: Array.from({ length: count }, (_, place) => license({ key: keyOf(misp.id, place) })) };
}
