import * as event from '../../audit/events.ts';
import type { AuditNote, Trail } from '../../audit/trail.ts';
import type { ChangeStamp, LicenseTerms } from '../../domain/change-of-misp.ts';
import { zoneLess } from '../../domain/date-times.ts';
import type { DomainError } from '../../domain/errors.ts';
import type { License, Misp } from '../../domain/misp.ts';
import { readApprovalWord } from '../../domain/status-words.ts';
import { type ApprovalTransition, transition } from '../../domain/transition.ts';
import { type Decision, refuse } from '../../operation/decision.ts';
import { findMisp, unknownMisp } from '../../operation/find-misp.ts';
import type { Operation } from '../../operation/scope.ts';
import type { Answer, Input } from './contract.ts';

type Status = 'approved' | 'rejected';

/** Approves a MISP, which issues a licence, or rejects it, which turns all its licences off (docs/rules.md, "Approve"). */
export function processMispStatus(terms: LicenseTerms): Operation<Input, Answer> {
  return async ({ mispId, mispStatus }, { misps, stamp }) => {
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
    return { kind: 'about-misp', misp, decide: (current) => decide(current, status, terms, stamp) };
  };
}

type Why = Extract<ApprovalTransition, { kind: 'refused' }>['why'];

/** How each refusal is answered, and the record that it leaves. */
const refusals: Readonly<Record<Why, (id: string, status: Status) => readonly [DomainError, AuditNote]>> = {
  'already-in-status': (_id, status) => [{ kind: 'already-in-status', status }, [event.alreadyInApprovalStatus]],
  'misp-not-active': (id) => [{ kind: 'misp-not-active' }, [event.approvalRefusedDeactivated, id]],
  'too-many-licenses': (id) => [{ kind: 'too-many-licenses' }, [event.approvalRefusedTooManyKeys, id]],
};

function decide(misp: Misp, status: Status, terms: LicenseTerms, stamp: ChangeStamp): Decision<Answer> {
  const { id } = misp;
  const validated: Trail = [
    [event.approvalChangeRequested, id],
    [event.approvalMispIdValidated, id],
  ];
  const result = transition(misp, status === 'approved' ? { kind: 'approve', terms } : { kind: 'reject' }, stamp);
  switch (result.kind) {
    case 'refused': {
      const [error, note] = refusals[result.why](id, status);
      return refuse(error, [...validated, note], id);
    }
    case 'moved': {
      const done: readonly AuditNote[] =
        status === 'approved'
          ? [[event.licenseKeyGenerated, id]]
          : [
              [event.licenseStatusUpdated, id],
              [event.noKeyForRejectedMisp, id],
            ];
      return {
        kind: 'change',
        before: misp,
        after: result.misp,
        body: answerOf(result.misp, status, result.issued),
        trail: [...validated, [event.approvalStatusUpdated, id], ...done, [event.approvalChangeSucceeded, id]],
        isRevocation: result.isRevocation,
      };
    }
  }
}

function answerOf(misp: Misp, status: Status, issued: License | undefined): Answer {
  return {
    mispStatus: misp.isActive ? 'Active' : 'De-Active',
    mispLicenseKey: issued?.key ?? null,
    mispLicenseKeyExpiry: issued === undefined ? null : zoneLess(issued.validTo),
    mispLicenseKeyStatus: issued === undefined ? null : 'active',
    mispID: misp.id,
    mispStatusCode: status,
    message: `MISP ${status} successfully`,
  };
}
