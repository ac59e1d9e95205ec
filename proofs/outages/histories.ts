import { createHash } from 'node:crypto';
import { keyIn, type Outcome } from './callers.ts';
import { changeAskedFor, changeTrails } from './change.ts';
import { distinct, type Entry, type Ledger, type StoredMisp, trailOf } from './ledger.ts';
import {
  type Change,
  type License,
  licensesGone,
  type Standing,
  standingAfter,
  verdictsChanged,
  verdictText,
} from './replay.ts';

const VALID_FOR_MS = 90 * 24 * 60 * 60 * 1000;
/** Where something is issued. */
const ISSUED = '121';

const hashOf = (key: string) => createHash('sha256').update(key, 'utf8').digest('hex');

/** Both may be undefined, as with what an entry lacks. */
const changeKey = (mispId: unknown, version: unknown) => `${mispId} ${version}`;

/**
 * Replays every MISP, version by version, from what the request that made the version asked for, and holds what is stored
 * and every domain event against it.
 */
export class Histories {
  readonly #misps: readonly StoredMisp[];
  readonly #outcomes: ReadonlyMap<string, Outcome>;
  readonly #records: ReadonlyMap<string, readonly Entry[]>;
  readonly #verdicts: ReadonlyMap<string, readonly Entry[]>;

  constructor({ outcomes, records, verdictEvents, misps }: Ledger) {
    const byChange = (entries: readonly Entry[]) =>
      Map.groupBy(distinct(entries), ({ detail }) => changeKey(detail.mispId, detail.version));
    this.#misps = misps;
    this.#outcomes = new Map(outcomes.map((outcome) => [outcome.requestId, outcome]));
    this.#records = byChange(records.filter(({ detail }) => detail.version !== undefined));
    this.#verdicts = byChange(verdictEvents);
  }

  /** @returns each contradiction in a sentence. */
  audit(): readonly string[] {
    return [...this.#misps.flatMap((misp) => this.#replay(misp)), ...this.#changesThatDidNotHappen()];
  }

  /** Versions that were never reached, and those that more than one request claims to have made. */
  #changesThatDidNotHappen(): readonly string[] {
    const real = new Set(
      this.#misps.flatMap(({ id, version }) => Array.from({ length: version }, (_, last) => changeKey(id, last + 1))),
    );
    const told = [...this.#records, ...this.#verdicts];
    const beyond = new Map(told.filter(([key]) => !real.has(key)));
    const claimed = [...this.#records].flatMap(([, entries]) => {
      const requests = new Set(entries.map(({ detail }) => String(detail.requestId)));
      const { mispId, version } = entries[0]!.detail;
      return requests.size < 2
        ? []
        : [`Version ${version} of MISP ${mispId} is claimed by requests ${[...requests].join(' and ')}`];
    });
    const never = [...beyond.values()].map(
      ([first]) => `MISP ${first!.detail.mispId} never had version ${first!.detail.version}`,
    );
    return [...never, ...claimed].map((what) => `${what}: a change that did not happen`);
  }

  #replay(misp: StoredMisp): readonly string[] {
    const violations: string[] = [];
    let standing: Standing | undefined;
    for (let version = 1; version <= misp.version; version += 1) {
      const where = `version ${version} of MISP ${misp.id}`;
      const records = this.#records.get(changeKey(misp.id, version)) ?? [];
      if (records.length === 0) return [...violations, ...this.#lostFrom(version, misp)];
      const change = this.#changeIn(records, misp, standing?.licenses ?? [], this.#goneAfter(version, misp));
      if (typeof change === 'string') return [...violations, `${where}: ${change}`];
      const after = standingAfter(standing, change);
      if (after === undefined) {
        return [
          ...violations,
          `${where}: its records tell of a change, ${change.kind}, that the rules do not have there`,
        ];
      }
      const told = (this.#verdicts.get(changeKey(misp.id, version)) ?? []).map(({ detail }) => verdictText(detail));
      violations.push(...compareVerdicts(where, verdictsChanged(standing, after, change.at), told));
      violations.push(...compareGone(where, licensesGone(standing, after), goneIn(records)));
      standing = after;
    }
    return [...violations, ...compareWithStored(standing, misp)];
  }

  /** Without one change the later ones cannot be judged, but whether they have their records can. */
  #lostFrom(from: number, { id, version: last }: StoredMisp): readonly string[] {
    const versions = Array.from({ length: last - from + 1 }, (_, index) => from + index);
    const lost = versions.filter((version) => !this.#records.has(changeKey(id, version)));
    return lost.map((version) => `The records of version ${version} of MISP ${id} are lost`);
  }

  /** Hashes of the licences that later versions took away, by their records, in the order in which they went. */
  #goneAfter(version: number, { id, version: last }: StoredMisp): readonly string[] {
    const later = Array.from({ length: last - version }, (_, index) => version + 1 + index);
    return later.flatMap((one) => goneIn(this.#records.get(changeKey(id, one)) ?? []));
  }

  /** The change that records tell of, as it was asked for; a sentence when they do not fit what was asked. */
  #changeIn(
    records: readonly Entry[],
    misp: StoredMisp,
    known: readonly License[],
    goneLater: readonly string[],
  ): Change | string {
    const { requestId, actionTimeStamp } = records[0]!.detail;
    const outcome = this.#outcomes.get(String(requestId));
    const kind = outcome === undefined ? undefined : changeAskedFor(outcome.asked);
    if (outcome === undefined || kind === undefined) return `request ${requestId} asked for no change`;
    const { mispId = misp.id, name = '', key = '' } = outcome.asked;
    if (mispId !== misp.id) return `request ${requestId} was about MISP ${mispId}`;
    const ofRequest = records.filter(({ detail }) => detail.requestId === requestId);
    const trail = trailOf(ofRequest);
    if (trail !== changeTrails[kind]) return `request ${requestId} asked to ${kind} and left the records ${trail}`;
    const activity = ofRequest.find(({ detail }) => detail.eventId === 'PMS_MSP_113');
    if (
      activity !== undefined &&
      String(activity.detail.description).endsWith('de-active') !== (kind === 'de-activate')
    ) {
      return `request ${requestId} asked to ${kind}, its records say “${activity.detail.description}”`;
    }
    const at = Date.parse(String(actionTimeStamp));
    const plain = { kind, at, name, hash: hashOf(key), issued: undefined };
    if (!trail.includes(ISSUED)) return plain;
    const issued = issuedAt(at, misp, known, goneLater, keyIn(outcome));
    return typeof issued === 'string' ? issued : { ...plain, issued };
  }
}

/**
 * The licence that a request issued: the stored one of its time, and of the key that it was answered with; or one that is gone
 * by now. What is issued first goes first.
 * @param known those that earlier versions have issued.
 */
function issuedAt(
  at: number,
  misp: StoredMisp,
  known: readonly License[],
  goneLater: readonly string[],
  key: string | undefined,
): License | string {
  const answered = key === undefined ? undefined : hashOf(key);
  const mayBe = (hash: string) => !known.some((license) => license.hash === hash) && (answered ?? hash) === hash;
  const [found] = Object.entries(misp.licenses).filter(
    ([hash, { createdDateTime }]) => Date.parse(createdDateTime) === at && mayBe(hash),
  );
  if (found === undefined) {
    const gone = goneLater.find(mayBe);
    if (gone === undefined) return 'the licence that it issued is not stored';
    return { hash: gone, isOn: true, validTo: at + VALID_FOR_MS };
  }
  const [hash, { validTo }] = found;
  if (Date.parse(validTo) !== at + VALID_FOR_MS)
    return `its licence, issued ${new Date(at).toISOString()}, ends ${validTo}`;
  return { hash, isOn: true, validTo: at + VALID_FOR_MS };
}

/** The licences that left for a new one, as its record names them. */
const goneIn = (records: readonly Entry[]): readonly string[] =>
  records.flatMap(({ detail }) => {
    const { removedLicenseKeyHashes: hashes } = detail;
    return Array.isArray(hashes) ? hashes.map(String) : [];
  });

function compareGone(where: string, expected: readonly string[], named: readonly string[]): readonly string[] {
  const [must, are] = [expected, named].map((hashes) => hashes.toSorted().join(' and ') || 'none');
  return must === are ? [] : [`Of the licences of ${where} must leave ${must}, its records name ${are}`];
}

/** Both ways, and one for one: an event that stands twice under two ids is one too many. */
function compareVerdicts(where: string, expected: readonly string[], told: readonly string[]): readonly string[] {
  const lost = expected.filter((text) => !told.includes(text));
  const rest = [...told];
  for (const text of expected) if (rest.includes(text)) rest.splice(rest.indexOf(text), 1);
  return [
    ...lost.map((text) => `The domain event of ${where} is lost: ${text}`),
    ...rest.map((text) => `A domain event of ${where} tells what did not change: ${text}`),
  ];
}

function compareWithStored(standing: Standing | undefined, misp: StoredMisp): readonly string[] {
  if (standing === undefined) return [`MISP ${misp.id} is stored with version ${misp.version}`];
  const show = (name: string, status: string, isActive: boolean, licenses: readonly (readonly [string, boolean])[]) =>
    [
      JSON.stringify(name),
      status,
      isActive ? 'active' : 'de-active',
      ...licenses.map(([hash, isOn]) => `${hash} ${isOn ? 'on' : 'off'}`).sort(),
    ].join(', ');
  const { name, status, isActive, licenses } = standing;
  const said = show(
    name,
    status,
    isActive,
    licenses.map(({ hash, isOn }) => [hash, isOn]),
  );
  const stored = show(
    misp.name,
    misp.status,
    misp.isActive,
    Object.entries(misp.licenses).map(([hash, { isSwitchedOn }]) => [hash, isSwitchedOn]),
  );
  return said === stored ? [] : [`MISP ${misp.id} is ${stored}; its records say ${said}`];
}
