import * as event from '../../audit/events.ts';
import type { AuditNote, Trail } from '../../audit/trail.ts';
import type { ChangeStamp, LicenseTerms } from '../../domain/change-of-misp.ts';
import { zoneLess } from '../../domain/date-times.ts';
import type { DomainError } from '../../domain/errors.ts';
import type { Misp } from '../../domain/misp.ts';
import { readApprovalWord } from '../../domain/status-words.ts';
import { type ApprovalTransition, transition } from '../../domain/transition.ts';
import type { RequestContract } from '../../operation/contract.ts';
import { type Decision, refuse } from '../../operation/decision.ts';
import { findMisp, unknownMisp } from '../../operation/find-misp.ts';
import { type Answering, doneFacts } from '../../operation/idempotency.ts';
import type { InputOf } from '../../operation/input.ts';
import { mispId, statusWord } from '../../operation/input-fields.ts';
import { type LicenseKeyVisibility, shownKey } from '../../operation/license-key-visibility.ts';
import type { Operation } from '../../operation/scope.ts';
import type { Answer } from './contract.ts';

export const request = {
  name: 'process-misp-status',
  method: 'PATCH',
  input: { fields: { mispId: mispId(), mispStatus: statusWord() } },
  environment: ['LICENSE_KEY_LENGTH', 'LICENSE_VALIDITY_DAYS', 'SEPARATION_OF_DUTIES'],
  right: 'approve',
  retryHeaders: ['idempotency-key', 'if-match'],
} as const satisfies RequestContract;

export type Input = InputOf<typeof request.input.fields>;

type Status = 'approved' | 'rejected';

/** The deployment's settings for approvals. */
export interface ApprovalTerms extends LicenseTerms {
  /** Whether editors of the MISP are barred from approving it. */
  readonly separationOfDuties: boolean;
}

/** Approves a MISP, which issues a licence, or rejects it, which turns all its licences off (docs/rules.md, "Approve"). */
export function processMispStatus(terms: ApprovalTerms): Operation<Input, Answer> {
  return async (input, { misps, stamp, visibility }) => {
    const { mispId, mispStatus } = input;
    const status = readApprovalWord(mispStatus);
    if (status === undefined) {
      const trail: Trail = [
        [event.approvalChangeRequested, mispId],
        [event.approvalWordUnknown, mispId],
      ];
      return refuse({ kind: 'invalid-approval-word' }, trail, mispId);
    }
    const misp = await findMisp(misps, mispId);
    if (misp === undefined) return unknownMisp([event.approvalChangeRequested, mispId], mispId);
    return {
      kind: 'about-misp',
      misp,
      decide: (current) => decide(current, { input, status, terms, visibility }, stamp),
    };
  };
}

type Why = Extract<ApprovalTransition, { kind: 'refused' }>['why'];

/** The answer to each refusal, and its audit record. */
const refusals: Readonly<Record<Why, (id: string, status: Status) => readonly [DomainError, AuditNote]>> = {
  'already-in-status': (_id, status) => [{ kind: 'already-in-status', status }, [event.alreadyInApprovalStatus]],
  'misp-not-active': (id) => [{ kind: 'misp-not-active' }, [event.approvalRefusedDeactivated, id]],
  'another-person-needed': (id) => [{ kind: 'another-person-needed' }, [event.approvalNeedsAnotherPerson, id]],
  'too-many-licenses': (id) => [{ kind: 'too-many-licenses' }, [event.approvalRefusedTooManyKeys, id]],
};

interface Asked {
  readonly input: Input;
  readonly status: Status;
  readonly terms: ApprovalTerms;
  readonly visibility: LicenseKeyVisibility;
}

function decide(misp: Misp, { input, status, terms, visibility }: Asked, stamp: ChangeStamp): Decision<Answer> {
  const { id } = misp;
  const validated: Trail = [
    [event.approvalChangeRequested, id],
    [event.approvalMispIdValidated, id],
  ];
  const { separationOfDuties } = terms;
  const request =
    status === 'approved' ? ({ kind: 'approve', terms, separationOfDuties } as const) : ({ kind: 'reject' } as const);
  const result = transition(misp, request, stamp);
  switch (result.kind) {
    case 'refused': {
      const [error, note] = refusals[result.why](id, status);
      return refuse(error, [...validated, note], id);
    }
    case 'changed': {
      const done: readonly AuditNote[] =
        status === 'approved'
          ? [[event.licenseKeyGenerated, id]]
          : [
              [event.licenseStatusUpdated, id],
              [event.noKeyForRejectedMisp, id],
            ];
      const { misp: after, issued } = result;
      const key = issued && shownKey(issued.key, visibility);
      return {
        kind: 'change',
        after,
        license: issued,
        body: processing.answer(input, doneFacts(after, issued), key),
        trail: [...validated, [event.approvalStatusUpdated, id], ...done, [event.approvalChangeSucceeded, id]],
        isRevocation: result.isRevocation,
      };
    }
  }
}

export const processing: Answering<Input, Answer> = {
  answer: ({ mispStatus }, { mispId, version, isActive, license }, key) => {
    const status = readApprovalWord(mispStatus) ?? 'rejected';
    return {
      mispStatus: isActive ? 'Active' : 'De-Active',
      mispLicenseKey: key ?? null,
      mispLicenseKeyExpiry: license === undefined ? null : zoneLess(license.validTo),
      mispLicenseKeyStatus: license === undefined ? null : 'active',
      licenseKeyHash: license?.hash ?? null,
      mispID: mispId,
      mispStatusCode: status,
      message: `MISP ${status} successfully`,
      version,
    };
  },
  showsKey: true,
  named: ({ mispId, mispStatus }) => ({ mispId, status: readApprovalWord(mispStatus) }),
};
