import { isEmailAddress } from '../../functions/domain/email-address.ts';
import { isPossibleMispId } from '../../functions/domain/misp.ts';
import { MAX_NORMALIZED_NAME_BYTES, normalizeName } from '../../functions/domain/organization-name.ts';

export type StoredItem = Readonly<Record<string, unknown>>;

/** Numbers that lose their value when JSON is parsed: they must never be stored as text. */
const MISREAD = new Set(['Infinity', '-Infinity', '9007199254740992', '-9007199254740992', '1e+21']);

/** A text that the schemas allow: not blank, no forbidden characters, no lone surrogates, not too long. */
function isStorable(value: unknown, maxLength: number, allowed = ''): boolean {
  return (
    typeof value === 'string' &&
    value.length <= maxLength &&
    !MISREAD.has(value) &&
    !BLANK.test(value) &&
    [...value].every((character) => !FORBIDDEN.test(character) || allowed.includes(character)) &&
    value.isWellFormed()
  );
}

/** Includes U+FFFD, which a decoder puts in place of bytes that are not UTF-8: no request here sends U+FFFD itself. */
const FORBIDDEN = /[\p{Cc}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069\ufffd]/u;
const BLANK = /^[\s\p{Default_Ignorable_Code_Point}]*$/u;

/** The rule for each attribute of a MISP. An attribute without a rule must not exist. */
const attributes: Readonly<Record<string, (value: unknown) => boolean>> = {
  pk: (value) => /^MISP#\d+$/.test(String(value)),
  list: (value) => value === 'MISP',
  registration: (value) => typeof value === 'string',
  nameOrder: (value) => typeof value === 'string' && Buffer.byteLength(value) <= MAX_NORMALIZED_NAME_BYTES + 40,
  shape: (value) => value === 1,
  id: (value) => /^\d+$/.test(String(value)),
  name: (value) => isStorable(value, 128),
  address: (value) => isStorable(value, 2000, '\t\n\r'),
  contactNumber: (value) => isStorable(value, 16),
  emailId: (value) => isStorable(value, 256) && isEmailAddress(String(value)),
  status: (value) => ['Inprogress', 'approved', 'rejected'].includes(String(value)),
  isActive: (value) => typeof value === 'boolean',
  activeSince: (value) => TIME.test(String(value)),
  userId: (value) => typeof value === 'string',
  createdBy: (value) => typeof value === 'string',
  createdDateTime: (value) => typeof value === 'string',
  updatedBy: (value) => value === null || typeof value === 'string',
  updatedDateTime: (value) => value === null || typeof value === 'string',
  version: (value) => Number.isSafeInteger(value),
  editors: (value) => Array.isArray(value) && value.length <= 21 && value.every((hash) => HASH.test(String(hash))),
  lastRequestId: (value) => typeof value === 'string',
  licenses: (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(([hash, { key }]) => /^[0-9a-f]{64}$/.test(hash) && /^[A-Za-z0-9]{50}$/.test(key)),
};

const HASH = /^[0-9a-f]{64}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** When the MISP runs out, then its id; absent if it never runs out. */
function isRunsOut(value: unknown, { id, status, isActive, licenses }: StoredItem): boolean {
  const all: readonly { readonly isSwitchedOn: boolean; readonly validTo: string }[] = Object.values(Object(licenses));
  const ends = all.filter(({ isSwitchedOn }) => isSwitchedOn).map(({ validTo }) => validTo);
  const runsOut = status === 'approved' && isActive === true ? ends.toSorted().at(-1) : undefined;
  return value === (runsOut === undefined ? undefined : `${runsOut}\u0001${id}`);
}

const KEPT: Readonly<Record<string, (value: unknown) => boolean>> = {
  pk: (value) => /^REQUEST#[a-z-]+#[0-9a-f]{64}$/.test(String(value)),
  shape: (value) => value === 1,
  requestId: (value) => typeof value === 'string',
  fingerprint: (value) => HASH.test(String(value)),
  outcome: (value) => /^[a-z-]+$/.test(String(value)),
  forgetAt: (value) => Number.isSafeInteger(value),
  mispId: (value) => /^\d{0,8}$/.test(String(value)) || isPossibleMispId(String(value)),
  version: (value) => Number.isSafeInteger(value),
  isActive: (value) => typeof value === 'boolean',
  licenseKeyHash: (value) => HASH.test(String(value)),
  validFrom: (value) => Number.isSafeInteger(value),
  validTo: (value) => Number.isSafeInteger(value),
  earlier: (value) =>
    Array.isArray(value) &&
    value.every(({ licenseKeyHash, validTo }) => HASH.test(licenseKeyHash) && Number.isSafeInteger(validTo)),
};
const isKeptOutcome = (item: StoredItem) =>
  Object.entries(item).every(([name, value]) => KEPT[name]?.(value) ?? false) && item.forgetAt !== undefined;

/** @returns the faults in the table of MISPs. */
export function checkMisps(items: readonly StoredItem[]): readonly string[] {
  const names = new Set(items.map(({ pk }) => pk).filter((pk) => String(pk).startsWith('NAME#')));
  const owners = new Map<string, string>();
  return items.flatMap((item) => {
    const pk = String(item.pk);
    if (pk === 'COUNTER' || /^KEY#[0-9a-f]{64}$/.test(pk)) return [];
    if (pk.startsWith('REQUEST#'))
      return isKeptOutcome(item) ? [] : [`${pk} holds ${JSON.stringify(item).slice(0, 300)}`];
    if (pk.startsWith('NAME#')) {
      return isStorable(pk, 128 * 18 + 5) ? [] : [`The name key ${JSON.stringify(pk)} is not valid`];
    }
    const { runsOut, ...others } = item;
    const wrong = Object.entries(others).filter(([name, value]) => !(attributes[name]?.(value) ?? false));
    if (!isRunsOut(runsOut, item)) wrong.push(['runsOut', runsOut]);
    const missing = Object.keys(attributes).filter((name) => !Object.hasOwn(item, name));
    const name = normalizeName(String(item.name));
    const isNamed = names.has(`NAME#${name}`);
    const other = owners.get(name);
    owners.set(name, pk);
    return [
      ...wrong.map(([name, value]) => `${pk} has the ${name} ${JSON.stringify(value).slice(0, 80)}`),
      ...missing.map((name) => `${pk} lacks its ${name}`),
      ...(other === undefined ? [] : [`${pk} has the same name as ${other}: ${JSON.stringify(item.name)}`]),
      ...(isNamed ? [] : [`${pk} has a name without a matching name item`]),
    ];
  });
}

/** Length limits of an audit record: docs/audit.md. */
const limits: Readonly<Record<string, number>> = {
  eventId: 64,
  eventType: 64,
  id: 64,
  idType: 64,
  applicationId: 64,
  moduleId: 64,
  eventName: 128,
  hostName: 128,
  applicationName: 128,
  sessionUserName: 128,
  moduleName: 128,
  sessionUserId: 256,
  createdBy: 256,
  description: 2048,
  hostIp: 45,
  mispId: 36,
};

/** @returns the faults of an audit record on the bus. */
export function checkRecord(detail: StoredItem): readonly string[] {
  return Object.entries(detail).flatMap(([name, value]) => {
    if (typeof value !== 'string') return [];
    const limit = limits[name];
    const isLong = limit !== undefined && value.length > limit;
    return isLong || !value.isWellFormed() || /[\p{Cc}\p{Bidi_Control}]/u.test(value)
      ? [`An audit record has the ${name} ${JSON.stringify(value).slice(0, 80)}`]
      : [];
  });
}

/**
 * For a caller with two tokens, the audit record must name the user of the token that counts.
 * @param users the expected user of each request, by request id.
 */
export function checkCallers(records: readonly StoredItem[], users: ReadonlyMap<string, string>): readonly string[] {
  return records.flatMap(({ requestId, sessionUserId }) => {
    const user = users.get(String(requestId));
    return user === undefined || user === sessionUserId
      ? []
      : [`An audit record of request ${requestId} names ${JSON.stringify(sessionUserId)}, must be ${user}`];
  });
}
