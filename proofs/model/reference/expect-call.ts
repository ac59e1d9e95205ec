import type { Call, Configuration, Draws } from './call.ts';
import type { Note, Reason, Step } from './expected.ts';
import { withoutIllegalId } from './ids.ts';
import { askedText, inputProblems } from './input.ts';
import { download, setKeyStatus, validate } from './keys.ts';
import { changeTime, hashOf, reasonFor } from './licenses.ts';
import { find, get, isCursorOf, list } from './lists.ts';
import { conflictingParameters, wrongParameters } from './parameters.ts';
import { register, update } from './profiles.ts';
import { codeOf, messageOf, type Refusal, statusOf } from './refusals.ts';
import { acceptsVersion, earlier, keeping } from './retries.ts';
import { rotate, setEnd } from './rotations.ts';
import { processStatus, setActivity } from './statuses.ts';
import { type Kept, type KnownLicense, type KnownMisp, ownerOf, type Place, type World, withMisp } from './world.ts';

/** A domain event that the model expects. */
export interface ExpectedVerdict {
  readonly licenseKeyHash: string;
  readonly reason: Reason;
  readonly validTo: string;
}

/** The complete result of a call. */
export interface Expected {
  /** Names the outcome in the figures. */
  readonly outcome: string;
  readonly world: World;
  readonly status: number;
  readonly response: unknown;
  readonly errors: readonly { readonly errorCode: string; readonly message: string }[];
  /** The MISP's version in the answer. */
  readonly version?: number;
  /** Whether the answer repeats that of an earlier request. */
  readonly isReplayed?: boolean;
  readonly next?: { readonly place: Place; readonly open: boolean };
  /** Undefined if the request leaves no audit. */
  readonly audit?: {
    readonly trail: readonly Note[];
    /** `success` or the error code. */
    readonly outcome: string;
    readonly mispId?: string;
    readonly version?: number;
    /** Of the licence that the request is about. */
    readonly licenseKeyHash?: string;
    readonly repeatedRequestId?: string;
    readonly verdicts: readonly ExpectedVerdict[];
    /** Hashes of the licences removed for the new one. */
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
    case 'rotate-license-key':
      return rotate(world, call, draws);
    case 'change-license-validity':
      return setEnd(world, call);
  }
}

/**
 * The result of a call in this world, by the contract alone.
 * @returns undefined if the call could only succeed with a drawn value that is missing.
 */
export function expectCall(
  world: World,
  asked: Call,
  draws: Draws,
  configuration: Configuration,
): Expected | undefined {
  const call =
    asked.mispId === undefined ? asked : { ...asked, mispId: withoutIllegalId(asked.mispId), idInPath: asked.mispId };
  const unchecked = stepOf(world, call, draws, configuration);
  if (unchecked.kind === 'bad input') {
    const errors = unchecked.problems.map((message) => ({
      errorCode: message.startsWith('Missing') ? 'PMS_COR_001' : 'PMS_COR_002',
      message,
    }));
    return { outcome: badInputOf(world, call), world, status: 400, response: null, errors };
  }
  const first = earlier(world, call);
  if (first !== undefined) return again(world, call, first, configuration);
  const step = withVersionChecked(world, call, unchecked);
  if (step.kind === 'not drawn') return undefined;
  const { about } = step;
  const licenseKeyHash = step.license === undefined ? {} : { licenseKeyHash: hashOf(step.license.key) };
  const subject = { ...(about === undefined ? {} : { mispId: about }), ...licenseKeyHash };
  const keptAbout = { ...(about === undefined ? {} : { about }), ...(step.license && { license: step.license }) };
  if (step.kind === 'refused') {
    const { refusal, names, trail } = step;
    const errorCode = codeOf(refusal, configuration.errorCodes);
    const errors = [{ errorCode, message: messageOf(refusal, names) }];
    const audit = { trail, outcome: errorCode, ...subject, verdicts: [], removed: [] };
    const kept = { response: null, errors, outcome: errorCode, ...keptAbout };
    const after = refusal === 'another version' ? world : keeping(world, call, kept);
    const outcome = step.outcome ?? refusal;
    return { outcome, world: after, status: statusOf(refusal), response: null, errors, audit };
  }
  const change = changeBy(world, call, step, subject);
  const misp = about === undefined ? undefined : change.world.misps.get(about);
  const shown = misp === undefined ? {} : { version: misp.version };
  const response = misp === undefined ? step.response : { ...Object(step.response), ...shown };
  const kept = {
    ...{ response, errors: [], outcome: 'success', ...keptAbout, ...shown },
    ...(misp === undefined ? {} : { active: misp.active }),
    ...(step.earlier === undefined ? {} : { earlier: step.earlier }),
  };
  return {
    ...{ outcome: step.outcome, status: 200, response, errors: [], ...shown },
    ...(step.next === undefined ? {} : { next: step.next }),
    ...{ audit: change.audit, world: keeping(change.world, call, kept) },
  };
}

/** Names the fault of a list request in the figures; other operations have only one. */
function badInputOf({ cursors }: World, call: Call): string {
  const { operation, query } = call;
  if (operation !== 'list-misps' && operation !== 'find-misps-by-name') return 'bad input';
  const wrong = wrongParameters(call);
  if (wrong.length > 0) return wrong.includes('limit') ? 'bad input' : 'no such filter';
  const tooMany = conflictingParameters(call);
  if (tooMany.length > 0) return tooMany[0] === 'order' ? 'order beside a filter' : 'two filters';
  return cursors.has(query?.cursor ?? '') ? 'cursor of another list' : 'bad input';
}

/** Refusals that come before the check of the version. */
const BEFORE_VERSION: readonly Refusal[] = [
  ...(['wrong approval word', 'wrong activity word', 'wrong key status word', 'bad e-mail'] as const),
  ...(['unknown MISP', 'unknown key', 'key of another MISP'] as const),
];

type Taken = Exclude<Step, { kind: 'bad input' }>;

/** The step, unless the request names another version. */
function withVersionChecked(world: World, call: Call, step: Taken): Taken {
  const misp = world.misps.get(call.mispId ?? '');
  const isEarlier = step.kind === 'refused' && BEFORE_VERSION.includes(step.refusal);
  if (isEarlier || misp === undefined || acceptsVersion(call, misp.version)) return step;
  const first: Note = FIRST_EVENT[call.operation] === '104' ? ['104', misp.id] : [FIRST_EVENT[call.operation] ?? ''];
  const named = 'license' in step ? step.license?.key : undefined;
  const license = misp.licenses.find(({ key }) => key === named);
  const trail: readonly Note[] = [first, ['461', misp.id]];
  return { kind: 'refused', refusal: 'another version', trail, about: misp.id, ...(license && { license }) };
}

const FIRST_EVENT: Readonly<Partial<Record<Call['operation'], string>>> = {
  'process-misp-status': '104',
  'update-misp': '107',
  'update-misp-status': '112',
  'update-license-key-status': '114',
  'rotate-license-key': '150',
  'change-license-validity': '152',
};

const SHOWING_KEYS: readonly Call['operation'][] = ['process-misp-status', 'rotate-license-key'];

/** The answer to a request with a used idempotency key. */
function again(world: World, call: Call, first: Kept, { errorCodes }: Configuration): Expected {
  const nothing = { world, response: null, verdicts: [], removed: [] };
  if (first.asked !== askedText(call)) {
    const refusal = 'key of another request';
    const errorCode = codeOf(refusal, errorCodes);
    const { mispId } = call;
    const trail: readonly Note[] = [mispId === undefined ? ['462'] : ['462', mispId]];
    const audit = { trail, outcome: errorCode, ...(mispId === undefined ? {} : { mispId }), verdicts: [], removed: [] };
    const errors = [{ errorCode, message: messageOf(refusal) }];
    return { ...nothing, outcome: refusal, status: statusOf(refusal), errors, audit };
  }
  const { about, license, version } = first;
  const note: Note = about === undefined ? ['154'] : ['154', about];
  const audit = {
    ...{ trail: [note], outcome: first.outcome },
    ...(about === undefined ? {} : { mispId: about }),
    ...(license === undefined ? {} : { licenseKeyHash: hashOf(license.key) }),
    ...{ repeatedRequestId: first.requestId, verdicts: [], removed: [] },
  };
  const showsKey = SHOWING_KEYS.includes(call.operation) && license !== undefined;
  if (showsKey && first.errors.length === 0 && ownerOf(world, license.key) === undefined) {
    const errors = [{ errorCode: codeOf('unknown key', errorCodes), message: messageOf('unknown key') }];
    return { ...nothing, outcome: 'repeated', status: 200, errors, audit, isReplayed: true };
  }
  const shown = version === undefined ? {} : { version };
  const { response } = first;
  const errors = first.errors.map((error) => ({ ...error, message: withHashAsSent(error.message, call) }));
  return { outcome: 'repeated', world, status: 200, response, errors, audit, ...shown, isReplayed: true };
}

/** A message that ends in a hash repeats it as this request sent it, perhaps in a different letter case from the first. */
function withHashAsSent(message: string, { fields }: Call): string {
  const hash = String(fields?.licenseKeyHash);
  return message.toLowerCase().endsWith(hash.toLowerCase()) ? message.slice(0, -hash.length) + hash : message;
}

/** The world after a successful call, and what its audit tells of the change. */
function changeBy(
  world: World,
  call: Call,
  step: Extract<Step, { kind: 'done' }>,
  subject: Pick<NonNullable<Expected['audit']>, 'mispId' | 'licenseKeyHash'>,
): Pick<Expected, 'world'> & { readonly audit: NonNullable<Expected['audit']> } {
  const audit = { ...{ trail: step.trail, outcome: 'success', verdicts: [], removed: [] }, ...subject };
  if (step.changed === undefined) return { world, audit };
  const before = world.misps.get(step.changed.id);
  const after =
    before === undefined
      ? step.changed
      : {
          ...step.changed,
          ...{ version: before.version + 1, lastRequestId: call.requestId },
          ...{ updatedBy: call.by.userId, updatedAt: changeTime(before, call) },
        };
  // The content of a cached verdict: a changed reason alone is no event.
  const cachedVerdictOf = (misp: KnownMisp, license: KnownLicense) =>
    `${reasonFor(misp, license, call.at) === 'VALID'} until ${license.to}`;
  const saidBefore = new Map(before?.licenses.map((license) => [license.key, cachedVerdictOf(before, license)]));
  // A licence that is ended and removed in the same step stops, too.
  const gone = (before?.licenses ?? [])
    .filter((license) => !after.licenses.some(({ key }) => key === license.key))
    .filter((license) => before !== undefined && reasonFor(before, license, call.at) === 'VALID')
    .map((license) => ({
      licenseKeyHash: hashOf(license.key),
      reason: 'EXPIRED' as const,
      validTo: new Date(Math.min(license.to, call.at)).toISOString(),
    }));
  const kept = after.licenses
    .filter((license) => saidBefore.get(license.key) !== cachedVerdictOf(after, license))
    .map((license) => ({
      licenseKeyHash: hashOf(license.key),
      reason: reasonFor(after, license, call.at),
      validTo: new Date(license.to).toISOString(),
    }));
  const verdicts = [...gone, ...kept];
  const changed = withMisp(world, after);
  const removed = changed.removedKeys.slice(world.removedKeys.length).map(hashOf);
  return { world: changed, audit: { ...audit, version: after.version, verdicts, removed } };
}
