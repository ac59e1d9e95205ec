import { SOURCE_IP } from '../model/ask.ts';
import { checkEvents } from '../model/check-events.ts';
import { itemsOf } from '../model/check-table.ts';
import { differences } from '../model/differences.ts';
import type { Call } from '../model/reference/call.ts';
import { expectCall } from '../model/reference/expect-call.ts';
import { emptyWorld, type KnownMisp, ownerOf, type World } from '../model/reference/world.ts';
import type { Outcome } from './callers.ts';
import { distinct, type Entry, type SortedObservations, type StoredMisp } from './observations.ts';

/** No change of a MISP depends on this. */
const CONFIGURATION = { errorCodes: '1.1.4', visibility: 'full' } as const;

/** Both may be undefined if an entry lacks them. */
const changeKey = (mispId: unknown, version: unknown) => `${mispId} ${version}`;

/** A change by the model of the contract, and where the result differs. */
interface Replayed {
  readonly world: World;
  readonly differences: readonly string[];
}

/**
 * Takes every MISP, version by version, through the model of the contract, with the request that made each version, and
 * compares the answer, the bus and the stored data.
 */
export class Histories {
  readonly #sorted: SortedObservations;
  readonly #notCompared: readonly string[];
  readonly #outcomes: ReadonlyMap<string, Outcome>;
  readonly #records: ReadonlyMap<string, readonly Entry[]>;
  readonly #verdicts: ReadonlyMap<string, readonly Entry[]>;

  /** @param notCompared attributes of a stored MISP that are not compared. */
  constructor(sorted: SortedObservations, notCompared: readonly string[]) {
    const byChange = (entries: readonly Entry[]) =>
      Map.groupBy(distinct(entries), ({ detail }) => changeKey(detail.mispId, detail.version));
    this.#sorted = sorted;
    this.#notCompared = notCompared;
    this.#outcomes = new Map(sorted.outcomes.map((outcome) => [outcome.request.requestId, outcome]));
    this.#records = byChange(sorted.records.filter(({ detail }) => detail.version !== undefined));
    this.#verdicts = byChange(sorted.verdictEvents);
  }

  /** @returns each contradiction in a sentence. */
  audit(): readonly string[] {
    return [...this.#sorted.misps.flatMap((misp) => this.#replay(misp)), ...this.#changesThatDidNotHappen()];
  }

  /** Versions that were never reached, and versions that several requests claim to have made. */
  #changesThatDidNotHappen(): readonly string[] {
    const real = new Set(
      this.#sorted.misps.flatMap(({ id, version }) =>
        Array.from({ length: version }, (_, last) => changeKey(id, last + 1)),
      ),
    );
    const published = new Map([...this.#records, ...this.#verdicts]);
    const never = [...published]
      .filter(([key]) => !real.has(key))
      .map(([, [first]]) => `MISP ${first!.detail.mispId} never had version ${first!.detail.version}`);
    const claimed = [...this.#records.values()].flatMap((entries) => {
      const requests = new Set(entries.map(({ detail }) => String(detail.requestId)));
      const { mispId, version } = entries[0]!.detail;
      return requests.size < 2
        ? []
        : [`Version ${version} of MISP ${mispId} is claimed by requests ${[...requests].join(' and ')}`];
    });
    return [...never, ...claimed].map((what) => `${what}: a change that did not happen`);
  }

  #replay(misp: StoredMisp): readonly string[] {
    const violations: string[] = [];
    let world = emptyWorld;
    for (let version = 1; version <= misp.version; version += 1) {
      const where = `version ${version} of MISP ${misp.id}`;
      const records = this.#records.get(changeKey(misp.id, version)) ?? [];
      if (records.length === 0) return [...violations, ...this.#lostFrom(version, misp)];
      const replayed = this.#change(world, misp.id, version, records);
      if (typeof replayed === 'string') return [...violations, `${where}: ${replayed}`];
      violations.push(...replayed.differences.map((difference) => `${where}: ${difference}`));
      world = replayed.world;
    }
    return [...violations, ...this.#compareWithStored(world.misps.get(misp.id), misp)];
  }

  /** After a missing change the later ones cannot be judged, except whether they have their records. */
  #lostFrom(from: number, { id, version: last }: StoredMisp): readonly string[] {
    const versions = Array.from({ length: last - from + 1 }, (_, index) => from + index);
    const lost = versions.filter((version) => !this.#records.has(changeKey(id, version)));
    return lost.map((version) => `The records of version ${version} of MISP ${id} are lost`);
  }

  /** The change that records report, as requested; a sentence if the model has no such change. */
  #change(world: World, mispId: string, version: number, records: readonly Entry[]): Replayed | string {
    const { requestId, actionTimeStamp, licenseKeyHash, recordId } = records[0]!.detail;
    const outcome = this.#outcomes.get(String(requestId));
    if (outcome === undefined) return `request ${requestId} was never made`;
    const call: Call = { ...outcome.request, at: Date.parse(String(actionTimeStamp)) };
    const key = this.#sorted.keys.get(String(licenseKeyHash)) ?? '';
    const isFresh = key !== '' && ownerOf(world, key) === undefined && !world.removedKeys.includes(key);
    const expected = expectCall(world, call, { mispId, licenseKey: isFresh ? key : undefined }, CONFIGURATION);
    if (expected === undefined) return 'the licence that it issued is stored nowhere, or is an earlier one';
    const { audit } = expected;
    if (audit?.version !== version) {
      const what = `${call.operation} ${JSON.stringify(call.fields ?? {})}`;
      return `its records report a change, ${what}, that the rules do not allow there: ${expected.outcome}`;
    }
    const ofRequest = records.filter(({ detail }) => detail.requestId === requestId);
    const verdictEvents = this.#verdicts.get(changeKey(mispId, version)) ?? [];
    const events = [...ofRequest, ...verdictEvents].map((entry) => asInTheModel(entry, call));
    const stem = String(recordId).replace(/-\d+$/, '');
    return {
      world: expected.world,
      differences: [
        ...checkEvents(call, stem, events, audit, []),
        ...(outcome.status === 200 ? differences(outcome.response, expected.response, 'response') : []),
      ],
    };
  }

  #compareWithStored(misp: KnownMisp | undefined, { id, item }: StoredMisp): readonly string[] {
    const [expected = {}] = misp === undefined ? [] : itemsOf(misp);
    const compared = (attributes: StoredMisp['item']) =>
      Object.fromEntries(Object.entries(attributes).filter(([name]) => !this.#notCompared.includes(name)));
    return differences(compared(item), compared(expected)).map(
      (difference) => `MISP ${id} is not what its records say: ${difference}`,
    );
  }
}

/** The model does not know where a function ran or when the bus received an event: this depends on the deployment. */
function asInTheModel({ detailType, detail }: Entry, { at, operation }: Call) {
  const place = detail.hostName === undefined ? {} : { hostName: operation, hostIp: SOURCE_IP };
  return { detailType, time: new Date(at).toISOString(), detail: { ...detail, ...place } };
}
