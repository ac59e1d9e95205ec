import { importedLicense, importedMisp } from '../model/imported.ts';
import type { Asked, Call } from '../model/reference/call.ts';
import { emptyWorld, type KnownLicense, type KnownMisp, type World, withMisp } from '../model/reference/world.ts';
import type { FaultPlan } from './fault-plan.ts';

/** What a client is going to do. It chooses MISPs and keys among those known at that time. */
export interface Planned {
  readonly client: number;
  /** The clock of the request. All are different, so that each change is identified by its time. */
  readonly at: number;
  readonly pauseMs: number;
  /** `by` is set for a repeat of another client's request. */
  readonly asked: (known: Known) => Asked & { readonly by?: Call['by'] };
  readonly faultPlan: FaultPlan;
  readonly isAnswerLost: boolean;
}

/** What clients have learnt so far. */
export interface Known {
  readonly ids: readonly string[];
  readonly keys: readonly string[];
  /** The last version of each MISP seen in an answer. */
  readonly versions: ReadonlyMap<string, number>;
  /** Requests with an idempotency key that have been sent, answered or not. */
  readonly keyed: readonly (Asked & { readonly by: Call['by'] })[];
}

export interface Plan {
  readonly before: World;
  readonly planned: readonly Planned[];
}

const START = Date.parse('2026-03-01T10:20:30.000Z');
const DAY_MS = 24 * 60 * 60 * 1000;
const NAMES = ['Acme', 'ACME', 'Strasse', 'Istanbul', 'Acme Telecom'] as const;
const IDS = ['alpha', 'beta'] as const;
const NEVER = Number.POSITIVE_INFINITY;

/** One of several, each as likely. */
const oneOf = <Choice>(random: () => number, ...choices: readonly Choice[]): Choice =>
  choices[Math.floor(random() * choices.length)]!;

/** The initial state, and the requests of 3 to 6 clients: 8 to 12 operations in all. */
export function planHistory(random: () => number): Plan {
  const count = random() < 0.5 ? 1 : 2;
  const misps = IDS.slice(0, count).map((id, index) => startingMisp(random, id, NAMES[index * 2]!));
  const clients = 3 + Math.floor(random() * 4);
  const operations = 8 + Math.floor(random() * 5);
  const planned = Array.from({ length: operations }, (_, number): Planned => {
    const isOut = random() < 0.05;
    return {
      client: number % clients,
      at: START + number,
      pauseMs: random() * 3,
      asked: drawAsked(random),
      faultPlan: { random: seeded(random), faultRate: 0.12, outFrom: isOut ? 1 + Math.floor(random() * 3) : NEVER },
      isAnswerLost: random() < 0.06,
    };
  });
  return { before: misps.reduce(withMisp, emptyWorld), planned };
}

/** Each operation gets its own generator, so that its draws do not depend on the timing of the others. */
function seeded(random: () => number): () => number {
  let state = Math.floor(random() * 2 ** 32);
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function startingMisp(random: () => number, id: string, name: string): KnownMisp {
  const approval = oneOf(random, 'Inprogress', 'approved', 'approved', 'approved', 'approved', 'rejected');
  const licenses = approval === 'Inprogress' ? [] : startingLicenses(random, id, approval === 'approved');
  const version = 1 + licenses.length;
  const createdAt = START - 90 * DAY_MS;
  return importedMisp({ id, name, approval, licenses, active: random() < 0.8, version, createdAt });
}

/**
 * One or two licences, sometimes after so many older ones that some must leave for a new one, or that there is no room.
 */
function startingLicenses(random: () => number, id: string, mayBeOn: boolean): readonly KnownLicense[] {
  const license = (name: string, on: boolean, issuedAt: number, expiry: number) =>
    importedLicense(`Key${id}${name}`, on, START - issuedAt * DAY_MS, START + expiry);
  const older = oneOf(random, 0, 0, 0, 0, 0, 6, 6, 49, 49);
  const isLongGone = older < 10;
  const count = 1 + Math.floor(random() * 2);
  return [
    ...Array.from({ length: older }, (_, index) =>
      license(`Old${index}`, false, 200 - index, (isLongGone ? index - 90 : index + 10) * DAY_MS),
    ),
    ...Array.from({ length: count }, (_, index) => {
      // Expired long ago, during the history, or long after it.
      const expiry = oneOf(random, -DAY_MS, 4, 7, DAY_MS, DAY_MS) + index * 3 * DAY_MS;
      return license(String(index), mayBeOn && random() < 0.75, 80 - index, expiry);
    }),
  ];
}

/** A request; sometimes with an idempotency key or an `If-Match`, or a repeat of an earlier request with its key. */
function drawAsked(random: () => number): Planned['asked'] {
  const [isRepeat, which, isKeyed, hasIfMatch] = [random() < 0.15, random(), random() < 0.3, random() < 0.12];
  const key = oneOf(random, 'k1', 'k2');
  const fresh = drawFresh(random);
  return (known) => {
    const earlier = known.keyed[Math.floor(which * known.keyed.length)];
    if (isRepeat && earlier !== undefined) return earlier;
    const asked = fresh(known);
    if (asked.fields === undefined || asked.operation === 'validate-license-key') return asked;
    const version = known.versions.get(asked.mispId ?? '') ?? 1;
    const retry = {
      ...(isKeyed ? { idempotencyKey: key } : {}),
      ...(hasIfMatch ? { ifMatch: `"${version}"` } : {}),
    };
    return { ...asked, retry };
  };
}

function drawFresh(random: () => number): (known: Known) => Asked {
  const [kind, which, whichKey] = [random() * 100, random(), random()];
  const word = random() < 0.5;
  const name = oneOf(random, ...NAMES);
  const profile = { contactNumber: '2', emailId: 'a-b@x.org', address: 'Elsewhere' };
  const pick = (some: readonly string[], share: number) => some[Math.floor(share * some.length)];
  const id = (known: Known) => pick(known.ids, which) ?? 'alpha';
  const key = (known: Known) => pick(known.keys, whichKey) ?? 'NoSuchKey';
  const activity = word ? 'Active' : 'De-active';
  if (kind < 20) {
    const fields = { mispStatus: word ? 'approved' : 'rejected' };
    return (known) => ({ operation: 'process-misp-status', mispId: id(known), fields });
  }
  if (kind < 33) {
    return (known) => ({ operation: 'update-misp-status', mispId: id(known), fields: { mispStatus: activity } });
  }
  if (kind < 48) {
    return (known) => ({
      operation: 'update-license-key-status',
      mispId: id(known),
      fields: { mispLicenseKey: key(known), mispLicenseKeyStatus: activity },
    });
  }
  if (kind < 65) {
    return (known) => ({
      operation: 'validate-license-key',
      mispId: id(known),
      fields: { mispLicenseKey: key(known) },
    });
  }
  if (kind < 75) return (known) => ({ operation: 'get-misp', mispId: id(known) });
  if (kind < 85) return (known) => ({ operation: 'download-license-key', mispId: id(known) });
  if (kind < 91) {
    const fields = { overlapSeconds: word ? 0 : 3600 };
    return (known) => ({ operation: 'rotate-license-key', mispId: id(known), fields });
  }
  if (kind < 96) return (known) => ({ operation: 'update-misp', mispId: id(known), fields: { name, ...profile } });
  return () => ({ operation: 'register-misp', fields: { organizationName: name, ...profile } });
}
