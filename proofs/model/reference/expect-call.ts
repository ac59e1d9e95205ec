import type { Call, Configuration, Draws } from './call.ts';
import type { Note, Reason, Step } from './expected.ts';
import { idAsAsked } from './ids.ts';
import { inputProblems } from './input.ts';
import { download, setKeyStatus, validate } from './keys.ts';
import { hashOf, reasonFor } from './licenses.ts';
import { find, get, list } from './lists.ts';
import { comparedPrefix } from './names.ts';
import { register, update } from './profiles.ts';
import { codeOf, messageOf } from './refusals.ts';
import { processStatus, setActivity } from './statuses.ts';
import { type KnownLicense, type KnownMisp, type Place, type World, withMisp } from './world.ts';

/** A domain event as the model foresees it. */
export interface Told {
  readonly licenseKeyHash: string;
  readonly reason: Reason;
  readonly validTo: string;
}

/** Everything that a call must come to. */
export interface Expected {
  /** Names the outcome in the figures. */
  readonly outcome: string;
  readonly world: World;
  readonly status: number;
  readonly response: unknown;
  readonly errors: readonly { readonly errorCode: string; readonly message: string }[];
  readonly next?: { readonly place: Place; readonly open: boolean };
  /** Undefined when the request leaves no audit. */
  readonly audit?: {
    readonly trail: readonly Note[];
    /** `success` or the error code. */
    readonly outcome: string;
    readonly mispId?: string;
    readonly version?: number;
    readonly told: readonly Told[];
    /** Hashes of the licences that left for the one that was issued. */
    readonly removed: readonly string[];
  };
}

function stepOf(world: World, call: Call, draws: Draws, configuration: Configuration): Step {
  const problems = inputProblems(call, (cursor) => isCursorOf(world, call, cursor));
  if (problems.length > 0) return { kind: 'bad input', problems };
  switch (call.operation) {
    case 'register-misp':
      return register(world, call, draws);
    case 'process-misp-status':
      return processStatus(world, call, draws);
    case 'update-misp':
      return update(world, call);
    case 'validate-license-key':
      return validate(world, call);
    case 'update-misp-status':
      return setActivity(world, call);
    case 'update-license-key-status':
      return setKeyStatus(world, call);
    case 'list-misps':
      return list(world, call, configuration);
    case 'get-misp':
      return get(world, call, configuration);
    case 'find-misps-by-name':
      return find(world, call, configuration);
    case 'download-license-key':
      return download(world, call, draws);
  }
}

/** Whether a cursor was handed out for the list, or the search, that it comes back with. */
function isCursorOf(world: World, { operation, orgName = '' }: Call, cursor: string): boolean {
  const place = world.cursors.get(cursor);
  if (operation === 'list-misps') return place?.list === 'registration';
  return place?.list === 'name' && String(place.order).startsWith(comparedPrefix(orgName));
}

/**
 * What a call must come to in this world, by the contract alone.
 * @returns undefined when it could only be done with something drawn that was not.
 */
export function expectCall(
  world: World,
  asked: Call,
  draws: Draws,
  configuration: Configuration,
): Expected | undefined {
  const call = asked.mispId === undefined ? asked : { ...asked, mispId: idAsAsked(asked.mispId) };
  const step = stepOf(world, call, draws, configuration);
  if (step.kind === 'not drawn') return undefined;
  if (step.kind === 'bad input') {
    const errors = step.problems.map((message) => ({
      errorCode: message.startsWith('Missing') ? 'PMS_COR_001' : 'PMS_COR_002',
      message,
    }));
    return { outcome: 'bad input', world, status: 400, response: null, errors };
  }
  const about = step.about === undefined ? {} : { mispId: step.about };
  if (step.kind === 'refused') {
    const errorCode = codeOf(step.refusal, configuration.errorCodes);
    const errors = [{ errorCode, message: messageOf(step.refusal, step.names) }];
    const audit = { trail: step.trail, outcome: errorCode, ...about, told: [], removed: [] };
    const outcome = step.outcome ?? step.refusal;
    return { outcome, world, status: 200, response: null, errors, audit };
  }
  return {
    ...{ outcome: step.outcome, status: 200, response: step.response, errors: [] },
    ...(step.next === undefined ? {} : { next: step.next }),
    ...changeBy(world, call, step),
  };
}

/** The world behind a call that was done, and what its audit tells of the change. */
function changeBy(world: World, call: Call, step: Extract<Step, { kind: 'done' }>): Pick<Expected, 'world' | 'audit'> {
  const audit = {
    ...{ trail: step.trail, outcome: 'success', told: [], removed: [] },
    ...(step.about === undefined ? {} : { mispId: step.about }),
  };
  if (step.changed === undefined) return { world, audit };
  const before = world.misps.get(step.changed.id);
  const after =
    before === undefined
      ? step.changed
      : {
          ...step.changed,
          ...{ version: before.version + 1, lastRequestId: call.requestId },
          ...{ updatedBy: call.by.userId, updatedAt: call.at },
        };
  // What a cached verdict says: another reason alone is no news.
  const saidOf = (misp: KnownMisp, license: KnownLicense) =>
    `${reasonFor(misp, license, call.at) === 'VALID'} until ${license.to}`;
  const saidBefore = new Map(before?.licenses.map((license) => [license.key, saidOf(before, license)]));
  const told = after.licenses
    .filter((license) => saidBefore.get(license.key) !== saidOf(after, license))
    .map((license) => ({
      licenseKeyHash: hashOf(license.key),
      reason: reasonFor(after, license, call.at),
      validTo: new Date(license.to).toISOString(),
    }));
  const changed = withMisp(world, after);
  const removed = changed.left.slice(world.left.length).map(hashOf);
  return { world: changed, audit: { ...audit, version: after.version, told, removed } };
}
