import * as event from '../../audit/events.ts';
import type { AuditNote } from '../../audit/trail.ts';
import type { ChangeStamp, LicenseTerms } from '../../domain/change-of-misp.ts';
import { zoneLess } from '../../domain/date-times.ts';
import type { DomainError } from '../../domain/errors.ts';
import type { Misp } from '../../domain/misp.ts';
import { notBeforeLastChange, type RotationTransition, transition } from '../../domain/transition.ts';
import type { RequestContract } from '../../operation/contract.ts';
import { type Decision, refuse } from '../../operation/decision.ts';
import { findMisp, unknownMisp } from '../../operation/find-misp.ts';
import { type Answering, doneFacts } from '../../operation/idempotency.ts';
import type { InputOf } from '../../operation/input.ts';
import { instant, mispId, optional, wholeNumber } from '../../operation/input-fields.ts';
import { checkedEnd, faultsOfEnd } from '../../operation/license-end.ts';
import type { Operation } from '../../operation/scope.ts';
import type { Answer } from './contract.ts';

/** Ninety days, in seconds. */
const LONGEST_OVERLAP = 7_776_000;

export const request = {
  name: 'rotate-license-key',
  method: 'POST',
  input: {
    fields: {
      mispId: mispId(),
      overlapSeconds: wholeNumber(0, LONGEST_OVERLAP),
      validTo: optional(instant()),
    },
  },
  environment: ['LICENSE_KEY_LENGTH', 'LICENSE_VALIDITY_DAYS', 'LICENSE_MAX_VALIDITY_DAYS'],
  right: 'keys',
  retryHeaders: ['idempotency-key', 'if-match'],
} as const satisfies RequestContract;

export type Input = InputOf<typeof request.input.fields>;

/** The deployment's settings for new licences and their end. */
export interface RotationTerms extends LicenseTerms {
  readonly maxValidityDays: number;
}

/**
 * Issues a licence and ends the working ones, at once or after an overlap: to replace a key without an outage, or one
 * that leaked (docs/rules.md, "Rotate").
 */
export function rotateLicenseKey(terms: RotationTerms): Operation<Input, Answer> {
  const rotate: Operation<Input, Answer> = async (input, { misps, stamp }) => {
    const misp = await findMisp(misps, input.mispId);
    if (misp === undefined) return unknownMisp([event.rotationRequested], input.mispId);
    return { kind: 'about-misp', misp, decide: (current) => decide(current, { input, terms }, stamp) };
  };
  return Object.assign(rotate, { faultsInTime: faultsOfEnd<Input>(terms.maxValidityDays) });
}

type Why = Extract<RotationTransition, { kind: 'refused' }>['why'];

/** The answer to each refusal, and its audit record. */
const refusals: Readonly<Record<Why, (id: string) => readonly [DomainError, AuditNote]>> = {
  'misp-not-approved': (id) => [{ kind: 'misp-not-approved' }, [event.rotationRefusedNotApproved, id]],
  'misp-not-active': (id) => [{ kind: 'misp-not-active' }, [event.rotationRefusedNotActive, id]],
  'too-many-licenses': (id) => [{ kind: 'too-many-licenses' }, [event.rotationRefusedTooManyKeys, id]],
};

interface Asked {
  readonly input: Input;
  readonly terms: RotationTerms;
}

function decide(misp: Misp, { input, terms }: Asked, stamp: ChangeStamp): Decision<Answer> {
  const { id } = misp;
  const { overlapSeconds, validTo } = input;
  // Again, because a concurrent change may have been stored at or after this end.
  if (validTo !== undefined) checkedEnd(validTo, notBeforeLastChange(misp, stamp).at, terms.maxValidityDays);
  const result = transition(misp, { kind: 'rotate', terms, overlapMs: overlapSeconds * 1000, validTo }, stamp);
  switch (result.kind) {
    case 'refused': {
      const [error, note] = refusals[result.why](id);
      return refuse(error, [[event.rotationRequested], note], id);
    }
    case 'changed': {
      const { misp: after, issued, earlier, isRevocation } = result;
      return {
        kind: 'change',
        after,
        license: issued,
        earlier,
        body: rotating.answer(input, doneFacts(after, issued, earlier), issued.key),
        trail: [
          [event.rotationRequested],
          [event.licenseKeyGenerated, id],
          [event.licenseKeyRotated, id],
          [event.rotationSucceeded],
        ],
        isRevocation,
      };
    }
  }
}

export const rotating: Answering<Input, Answer> = {
  answer: (_input, { version, license, earlier = [] }, key = '') => ({
    licenseKey: key,
    licenseKeyHash: license?.hash ?? '',
    validFrom: zoneLess(license?.validFrom ?? 0),
    validTo: zoneLess(license?.validTo ?? 0),
    version,
    earlier: earlier.map(({ hash, validTo }) => ({ licenseKeyHash: hash, validTo: zoneLess(validTo) })),
  }),
  showsKey: true,
  named: ({ mispId }) => ({ mispId }),
};
