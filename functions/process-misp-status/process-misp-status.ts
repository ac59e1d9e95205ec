import type { Trail } from '../audit/trail.ts';
import { type ChangeStamp, type LicenseTerms, movedTo, switchedOff, withNewLicense } from '../domain/change-of-misp.ts';
import { zoneLess } from '../domain/date-times.ts';
import type { License, Misp } from '../domain/misp.ts';
import { readApprovalWord } from '../domain/status-words.ts';
import { mispTransitions, stateOf } from '../domain/transitions.ts';
import { type Decision, refuse } from '../operation/decision.ts';
import { findMisp, unknownMisp } from '../operation/find-misp.ts';
import type { Operation } from '../operation/scope.ts';
import type { Answer, Input } from './contract.ts';

/** Approves a MISP, which issues a licence, or rejects it, which turns all its licences off (docs/rules.md, "Approve"). */
export function processMispStatus(terms: LicenseTerms): Operation<Input, Answer> {
  return async ({ mispId, mispStatus }, { misps, settlement, stamp }) => {
    const status = readApprovalWord(mispStatus);
    if (status === undefined) {
      const trail: Trail = [
        ['104-called', mispId],
        ['403', mispId],
      ];
      return settlement.settle(refuse({ kind: 'invalid-approval-word' }, trail, mispId));
    }
    const misp = await findMisp(misps, mispId);
    if (misp === undefined) return settlement.settle(unknownMisp(['104-called', mispId], mispId));
    return settlement.settleChange(misp, (current) => decide(current, status, terms, stamp));
  };
}

function decide(
  misp: Misp,
  status: 'approved' | 'rejected',
  terms: LicenseTerms,
  stamp: ChangeStamp,
): Decision<Answer> {
  const { id } = misp;
  const validated: Trail = [
    ['104-called', id],
    ['104-validated', id],
  ];
  const transition = mispTransitions[stateOf(misp)][status === 'approved' ? 'approve' : 'reject'];
  if (!('to' in transition)) {
    const isNotActive = 'refused' in transition && transition.refused === 'misp-not-active';
    return isNotActive
      ? refuse({ kind: 'misp-not-active' }, [...validated, ['405', id]], id)
      : refuse({ kind: 'already-in-status', status }, [...validated, ['404']], id);
  }
  if (transition.licenses === 'issue-one') {
    const issue = withNewLicense(misp, terms, stamp);
    if (issue === undefined) return refuse({ kind: 'too-many-licenses' }, [...validated, ['452-approve', id]], id);
    const after = movedTo(transition.to, misp, issue.licenses, stamp);
    const trail: Trail = [...validated, ['202', id], ['121', id], ['201', id]];
    return { kind: 'change', before: misp, after, body: answerOf(after, status, issue.issued), trail };
  }
  const after = movedTo(
    transition.to,
    misp,
    switchedOff(misp.licenses, () => true, stamp),
    stamp,
  );
  const trail: Trail = [...validated, ['202', id], ['106', id], ['105', id], ['201', id]];
  return {
    kind: 'change',
    before: misp,
    after,
    body: answerOf(after, status, undefined),
    trail,
    isRevocation: true,
  };
}

function answerOf(misp: Misp, status: 'approved' | 'rejected', issued: License | undefined): Answer {
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
