import { LAST_INSTANT } from '../domain/date-times.ts';
import { inferredEditors } from '../domain/editors.ts';
import { type ApprovalStatus, type License, type Misp, type MispProfile, profileOf } from '../domain/misp.ts';
import { lastLicense } from '../domain/running-out.ts';
import { LIST_PARTITION, mispKey, orderKey, positionOf } from './keys.ts';
import { UnknownShape } from './unknown-shape.ts';

/**
 * The shapes of the items in the tables. A test pins them: another shape needs another `shape` number and its own
 * reader, since a deployment meets the items of the previous one (docs/upgrading.md).
 */

/** Date-times are ISO with milliseconds, UTC, so that they sort by time. */
interface StoredLicense {
  readonly key: string;
  readonly isSwitchedOn: boolean;
  /** Absent if the service did not write the item. */
  readonly issuedInVersion?: number;
  readonly validFrom: string;
  readonly validTo: string;
  readonly createdBy: string;
  readonly createdDateTime: string;
  readonly updatedBy: string | null;
  readonly updatedDateTime: string | null;
}

/** The profile is stored as it is. */
export interface MispItem extends MispProfile {
  readonly pk: string;
  readonly list: string;
  readonly registration: string;
  /** Sorts the search by name, and is the only record of the normalized name that the MISP holds. */
  readonly nameOrder: string;
  /** Computed at every write; absent if the MISP does not run out. */
  readonly runsOut?: string;
  readonly shape: 1;
  readonly id: string;
  readonly status: ApprovalStatus;
  readonly isActive: boolean;
  /** Absent if the service did not write the item: then the time of its creation counts. */
  readonly activeSince?: string;
  readonly userId: string;
  readonly createdBy: string;
  readonly createdDateTime: string;
  readonly updatedBy: string | null;
  readonly updatedDateTime: string | null;
  readonly version: number;
  /** Absent if the service did not write the item. */
  readonly editors?: readonly string[];
  readonly lastRequestId: string;
  /** By the SHA-256 of the key. */
  readonly licenses: Readonly<Record<string, StoredLicense>>;
}

/** A MISP item from the table, perhaps written by an earlier or later version of the code. */
export type StoredMispItem = Omit<MispItem, 'shape'> & {
  readonly shape: number;
  /** The oldest shape that can read a newer item; absent if only its own can. */
  readonly readableAs?: number;
};

/** Reserves a normalized name for one MISP. */
export interface NameItem {
  readonly pk: string;
  readonly mispId: string;
}

/** Points from a licence key's hash to the MISP of the licence. */
export interface LicensePointerItem {
  readonly pk: string;
  readonly mispId: string;
}

const iso = (at: number) => new Date(at).toISOString();
const isoOrNull = (at: number | null) => (at === null ? null : iso(at));
const instantOrNull = (text: string | null) => (text === null ? null : Date.parse(text));

/** The item of a MISP. */
export function toMispItem(misp: Misp): MispItem {
  const createdDateTime = iso(misp.createdAt);
  const last = lastLicense(misp);
  return {
    pk: mispKey(misp.id),
    list: LIST_PARTITION,
    registration: orderKey(createdDateTime, misp.id),
    nameOrder: orderKey(misp.normalizedName, misp.id),
    ...(last && { runsOut: orderKey(iso(last.validTo), misp.id) }),
    shape: 1,
    id: misp.id,
    ...profileOf(misp),
    status: misp.status,
    isActive: misp.isActive,
    activeSince: iso(misp.activeSince),
    userId: misp.userId,
    createdBy: misp.createdBy,
    createdDateTime,
    updatedBy: misp.updatedBy,
    updatedDateTime: isoOrNull(misp.updatedAt),
    version: misp.version,
    editors: misp.editors,
    lastRequestId: misp.lastRequestId,
    licenses: Object.fromEntries(misp.licenses.map((license) => [license.hash, toStoredLicense(license)])),
  };
}

function toStoredLicense(license: License): StoredLicense {
  return {
    key: license.key,
    isSwitchedOn: license.isSwitchedOn,
    issuedInVersion: license.issuedInVersion,
    validFrom: iso(license.validFrom),
    validTo: iso(license.validTo),
    createdBy: license.createdBy,
    createdDateTime: iso(license.createdAt),
    updatedBy: license.updatedBy,
    updatedDateTime: isoOrNull(license.updatedAt),
  };
}

type Reader = (item: StoredMispItem) => Misp;

/** One reader for each shape, never removed: an item is rewritten only when its MISP changes. */
const readers: ReadonlyMap<number, Reader> = new Map([[1, readShape1]]);

/** The reader of a shape. For a shape newer than this code, the newest reader that may read it. */
function readerOf({ shape, readableAs = shape }: StoredMispItem): Reader {
  // Any other value was not written by this service.
  if (!(Number.isSafeInteger(shape) && Number.isSafeInteger(readableAs) && readableAs > 0))
    throw new UnknownShape(shape);
  const readable = [...readers.keys()].filter((version) => version >= readableAs && version <= shape);
  const reader = readers.get(Math.max(...readable));
  if (reader === undefined) throw new UnknownShape(shape);
  return reader;
}

/**
 * The MISP of an item, with its licences in the order of issue.
 * @throws UnknownShape for a shape that this code cannot read.
 */
export function fromMispItem(item: StoredMispItem): Misp {
  return readerOf(item)(item);
}

function readShape1(item: StoredMispItem): Misp {
  const licenses = Object.entries(item.licenses).map(
    ([hash, stored]): License => ({
      hash,
      key: stored.key,
      isSwitchedOn: stored.isSwitchedOn,
      issuedInVersion: stored.issuedInVersion ?? 0,
      validFrom: Date.parse(stored.validFrom),
      // Only an item that the service did not write has a later one. Texts and records have no room for it.
      validTo: Math.min(Date.parse(stored.validTo), LAST_INSTANT),
      createdBy: stored.createdBy,
      createdAt: Date.parse(stored.createdDateTime),
      updatedBy: stored.updatedBy,
      updatedAt: instantOrNull(stored.updatedDateTime),
    }),
  );
  return {
    id: item.id,
    ...profileOf(item),
    normalizedName: positionOf(item.nameOrder)?.order ?? item.nameOrder,
    status: item.status,
    isActive: item.isActive,
    activeSince: Date.parse(item.activeSince ?? item.createdDateTime),
    userId: item.userId,
    createdBy: item.createdBy,
    createdAt: Date.parse(item.createdDateTime),
    updatedBy: item.updatedBy,
    updatedAt: instantOrNull(item.updatedDateTime),
    version: item.version,
    editors: item.editors ?? inferredEditors(item),
    lastRequestId: item.lastRequestId,
    // A map has no order. Licences that the service did not issue come first, by their dates.
    licenses: licenses.sort(
      (a, b) => a.issuedInVersion - b.issuedInVersion || a.createdAt - b.createdAt || (a.hash < b.hash ? -1 : 1),
    ),
  };
}
