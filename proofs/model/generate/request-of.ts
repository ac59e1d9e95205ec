import type { Asked, Retry } from '../reference/call.ts';
import { hashOf, runsOutAt } from '../reference/licenses.ts';
import { comparedPrefix, filterSpellings, prefixSpellings } from '../reference/names.ts';
import { type KnownMisp, ownerOf, type Place, type World } from '../reference/world.ts';
import type { Bound, End, Filter, Malformed, Page, Retrying, Step, WhichKey, WhichMisp } from './step.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export type RequestStep = Exclude<Step, { do: 'wait' | 'wait for expiry' | 'import' | 'repeat' }>;

/** Newest first. */
const newest = (world: World) => [...world.misps.values()].reverse();

function mispOf(world: World, which: WhichMisp): KnownMisp | undefined {
  const misps = newest(world);
  return 'known' in which ? misps[which.known % Math.max(1, misps.length)] : undefined;
}

function idOf(world: World, which: WhichMisp): string {
  return 'unknownId' in which ? which.unknownId : (mispOf(world, which)?.id ?? '100');
}

const inOtherCase = (key: string) =>
  key.replace(/[A-Za-z]/g, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()));

/** The key of this choice; an unknown key if there is none. */
function keyOf(world: World, misp: KnownMisp | undefined, which: WhichKey): string {
  const pick = (keys: readonly string[], number: number) => keys[number % Math.max(1, keys.length)] ?? 'NoSuchKey';
  const own = (misp?.licenses ?? []).map(({ key }) => key).reverse();
  if ('unknown' in which) return which.unknown;
  if ('own' in which) return pick(own, which.own);
  if ('removed' in which) return pick(world.removedKeys.toReversed(), which.removed);
  if ('inOtherCase' in which) {
    const other = inOtherCase(pick(own, which.inOtherCase));
    // A key of digits has no other case.
    return ownerOf(world, other) === undefined ? other : 'NoSuchKey';
  }
  const others = newest(world).filter((one) => one !== misp);
  return pick(
    others.flatMap(({ licenses }) => licenses.map(({ key }) => key)),
    which.ofAnother,
  );
}

/** The licence whose expiry is nearest to this time, and its MISP. */
function expiringAt(now: number, world: World): readonly [mispId: string, key: string] {
  const all = newest(world).flatMap(({ id, licenses }) => licenses.map(({ key, to }) => ({ id, key, to })));
  const [next] = all.toSorted((one, other) => Math.abs(one.to - now) - Math.abs(other.to - now));
  return next === undefined ? [newest(world)[0]?.id ?? '100', 'NoSuchKey'] : [next.id, next.key];
}

/** A time as text for a request. @param own the present end of the licence. */
function endOf(end: End, own: number | undefined, now: number): string {
  if (end === 'no time') return '2027-02-30T00:00:00Z';
  return new Date(end === 'as it is' ? (own ?? now + 1) : now + end).toISOString();
}

function malform(
  fields: Readonly<Record<string, unknown>>,
  malformed: Malformed | null,
): Readonly<Record<string, unknown>> {
  if (malformed === null) return fields;
  const names = Object.keys(fields).filter((name) => fields[name] !== null);
  const name = names[malformed.field % names.length] ?? '';
  const value = {
    missing: undefined,
    null: null,
    blank: ' \u00a0',
    // Numbers are taken as their text: 7 is a bad e-mail address and a good name.
    number: 7,
    fraction: 7.5,
    // Words and keys have no maximum length, so a blank one stands in.
    'too long': names.includes('address') ? 'x'.repeat(2001) : ' ',
    'control character': names.includes('address') || name.endsWith('tatus') ? 'bell\u0007' : '',
  }[malformed.how];
  return { ...fields, [name]: value };
}

/** @param cursors those handed out by any list, oldest first. */
function queryOf({ limit, cursor }: Page, cursors: readonly string[]): Readonly<Record<string, string>> {
  const chosen = typeof cursor === 'number' ? cursors.at(-1 - (cursor % Math.max(1, cursors.length))) : cursor;
  return {
    ...(limit === null ? {} : { limit }),
    ...(chosen === undefined || chosen === 'none' ? {} : { cursor: chosen }),
  };
}

/** A time in one of the forms of a request. */
function written(at: number, form: 'Z' | 'zone-less' | 'offset'): string {
  const HALF_PAST_FIVE_MS = 5.5 * 60 * 60 * 1000;
  const zoneLess = (time: number) => new Date(time).toISOString().slice(0, -1);
  if (form === 'offset') return `${zoneLess(at + HALF_PAST_FIVE_MS)}+05:30`;
  return form === 'Z' ? `${zoneLess(at)}Z` : zoneLess(at);
}

function boundOf(bound: Bound, world: World, now: number): string {
  if ('noTime' in bound) return bound.noTime;
  const ends = [...world.misps.values()].map(runsOutAt).filter((end) => end !== undefined);
  const end = ends.toSorted((one, other) => one - other)[bound.misp % Math.max(1, ends.length)] ?? now;
  return written(end + bound.plus, bound.written);
}

function filterOf({ expiringBefore, ...words }: Filter, world: World, now: number): Readonly<Record<string, string>> {
  return {
    ...words,
    ...(expiringBefore === undefined ? {} : { expiringBefore: boundOf(expiringBefore, world, now) }),
  };
}

/** A request for the list, or part of a list, with this place; the number chooses among several. */
function askingFor({ list, order }: Place, number: number): Asked {
  if (list === 'name') {
    const isSearch = number % 2 === 0;
    const spellings = (isSearch ? prefixSpellings : filterSpellings).filter((prefix) =>
      String(order).startsWith(comparedPrefix(prefix)),
    );
    const name = spellings[number % spellings.length] ?? ' ';
    return isSearch ? { operation: 'find-misps-by-name', orgName: name } : { operation: 'list-misps', query: { name } };
  }
  if (list === 'running out') {
    const expiringBefore = written(Number(order) + [1, 1000, 400 * DAY_MS][number % 3]!, 'Z');
    return { operation: 'list-misps', query: { expiringBefore } };
  }
  const [status, end] = list.split(', ');
  const query = { ...(status === 'all' ? {} : { status: status! }), ...(end === undefined ? {} : { order: end }) };
  return { operation: 'list-misps', query };
}

/** The page after one that was shown, of the same list; a first page if there is none. */
function nextPage({ cursor, number, limit }: Extract<Step, { do: 'next page' }>, { cursors }: World): Asked {
  const shown = [...cursors];
  const [text, place] = shown.at(-1 - (cursor % Math.max(1, shown.length))) ?? [];
  const page = { ...(limit === null ? {} : { limit }), ...(text === undefined ? {} : { cursor: text }) };
  const asked = place === undefined ? ({ operation: 'list-misps' } as const) : askingFor(place, number);
  return { ...asked, query: { ...asked.query, ...page } };
}

/**
 * The request of a step in this world at this time. A step about a MISP registers one if there is none, and a step
 * about a key approves if there is none. Otherwise half of a sequence would pass without effect.
 */
export function requestOf(drawn: RequestStep, world: World, now: number): Asked {
  const step = prepared(drawn, world);
  const asked = bareRequestOf(step, world, now);
  const retry = step.retry && retryOf(step.retry, world.misps.get(asked.mispId ?? '')?.version ?? 1);
  return retry === undefined ? asked : { ...asked, retry };
}

function retryOf({ key, ifMatch }: Retrying, version: number): Retry {
  const texts = {
    current: `"${version}"`,
    several: `"${version + 7}" , "${version}"`,
    weak: `W/"${version}"`,
    any: '*',
    another: `"${version + 1}"`,
    padded: `"0${version}"`,
    endless: `W/"${version}${'0'.repeat(30)}"`,
  };
  return {
    ...(key === null ? {} : { idempotencyKey: key }),
    ...(ifMatch === 'none' ? {} : { ifMatch: texts[ifMatch] }),
  };
}

/** The request without the headers that make it safe to repeat. */
function bareRequestOf(step: RequestStep, world: World, now: number): Asked {
  switch (step.do) {
    case 'register': {
      const { name, ...rest } = step.profile;
      const fields = step.isAlias ? { name, organizationName: null, ...rest } : { organizationName: name, ...rest };
      return { operation: 'register-misp', fields: malform(fields, step.malformed) };
    }
    case 'process':
      return {
        operation: 'process-misp-status',
        mispId: idOf(world, step.misp),
        fields: malform({ mispStatus: step.word }, step.malformed),
      };
    case 'update':
      return {
        operation: 'update-misp',
        mispId: idOf(world, step.misp),
        fields: malform({ ...step.profile, organizationName: null }, step.malformed),
      };
    case 'set activity':
      return {
        operation: 'update-misp-status',
        mispId: idOf(world, step.misp),
        fields: malform({ mispStatus: step.word }, step.malformed),
      };
    case 'validate': {
      const mispLicenseKey = keyOf(world, mispOf(world, step.misp), step.key);
      return {
        operation: 'validate-license-key',
        mispId: idOf(world, step.misp),
        fields: malform({ mispLicenseKey }, step.malformed),
      };
    }
    case 'validate at expiry': {
      const [mispId, mispLicenseKey] = expiringAt(now, world);
      return { operation: 'validate-license-key', mispId, fields: { mispLicenseKey } };
    }
    case 'set key status': {
      const mispLicenseKey = keyOf(world, mispOf(world, step.misp), step.key);
      return {
        operation: 'update-license-key-status',
        mispId: idOf(world, step.misp),
        fields: malform({ mispLicenseKey, mispLicenseKeyStatus: step.word }, step.malformed),
      };
    }
    case 'rotate': {
      const validTo = step.end === null ? undefined : endOf(step.end, undefined, now);
      const fields = { overlapSeconds: step.overlap, ...(validTo === undefined ? {} : { validTo }) };
      return { operation: 'rotate-license-key', mispId: idOf(world, step.misp), fields };
    }
    case 'set end': {
      const key = keyOf(world, mispOf(world, step.misp), step.key);
      const license = ownerOf(world, key)?.licenses.find((one) => one.key === key);
      const name = step.isByHash ? { licenseKeyHash: hashOf(key).toUpperCase() } : { mispLicenseKey: key };
      const fields = { ...name, validTo: endOf(step.end, license?.to, now) };
      return { operation: 'change-license-validity', mispId: idOf(world, step.misp), fields };
    }
    case 'list': {
      const filter = filterOf(step.filter, world, now);
      return { operation: 'list-misps', query: { ...filter, ...queryOf(step.page, [...world.cursors.keys()]) } };
    }
    case 'find':
      return {
        operation: 'find-misps-by-name',
        orgName: step.prefix,
        query: queryOf(step.page, [...world.cursors.keys()]),
      };
    case 'next page':
      return nextPage(step, world);
    case 'get':
      return { operation: 'get-misp', mispId: idOf(world, step.misp) };
    case 'download':
      return { operation: 'download-license-key', mispId: idOf(world, step.misp) };
  }
}

const plainProfile = { name: 'Acme', emailId: 'info@celltel.com', contactNumber: '9876543210', address: 'India' };

function prepared(step: RequestStep, world: World): RequestStep {
  if (!('misp' in step) || 'unknownId' in step.misp) return step;
  const { by, misp } = step;
  if (world.misps.size === 0) return { do: 'register', by, profile: plainProfile, isAlias: false, malformed: null };
  const needsKey = 'key' in step && ('own' in step.key || 'inOtherCase' in step.key);
  const target = mispOf(world, misp);
  if (!needsKey || target === undefined || target.licenses.length > 0) return step;
  return target.active
    ? { do: 'process', by, misp, word: 'approved', malformed: null }
    : { do: 'set activity', by, misp, word: 'Active', malformed: null };
}
