import type { AuditNote } from '../audit/trail.ts';
import {
  type ChangeStamp,
  type LicenseTerms,
  switchedOff,
  withLicenses,
  withNewLicense,
} from '../domain/change-of-misp.ts';
import { dateOf } from '../domain/date-times.ts';
import type { DomainError } from '../domain/errors.ts';
import { judgeLicense } from '../domain/license.ts';
import type { License, Misp } from '../domain/misp.ts';
import { licenseStateOf, mispTransitions, stateOf } from '../domain/transitions.ts';
import { type Decision, refuse } from '../operation/decision.ts';
import { findMisp, unknownMisp } from '../operation/find-misp.ts';
import type { Operation } from '../operation/scope.ts';
import type { Answer, Input } from './contract.ts';

/** Gives the licence key of a MISP, renewing it when it has expired (docs/rules.md, "Download"). */
export function downloadLicenseKey(terms: LicenseTerms): Operation<Input, Answer> {
  return async ({ mispId }, { misps, settlement, stamp }) => {
    const misp = await findMisp(misps, mispId);
    if (misp === undefined) return settlement.settle(unknownMisp(['120'], mispId));
    return settlement.settleChange(misp, (current) => decide(current, terms, stamp));
  };
}

function decide(misp: Misp, terms: LicenseTerms, stamp: ChangeStamp): Decision<Answer> {
  const { id } = misp;
  const refused = (error: DomainError, why: AuditNote) => refuse(error, [['120'], why], id);
  const transition = mispTransitions[stateOf(misp)].download;
  if ('refused' in transition) {
    return transition.refused === 'misp-not-approved'
      ? refused({ kind: 'misp-not-approved' }, ['410-download', id])
      : refused({ kind: 'misp-not-active' }, ['411', id]);
  }
  const last = misp.licenses.at(-1);
  if (last === undefined) return refused({ kind: 'unknown-license' }, ['412', id]);
  const best = misp.licenses
    .filter((license) => judgeLicense(misp, license, stamp.at) === 'VALID')
    .reduce<License | undefined>(
      (last, one) => (last === undefined || one.validTo > last.validTo ? one : last),
      undefined,
    );
  if (best !== undefined) {
    return { kind: 'answer', body: answerOf(best), trail: [['120'], ['210']], mispId: id };
  }
  const isLapsed = (license: License) => licenseStateOf(license, stamp.at) === 'on/expired';
  // Only the licence issued last may be replaced: one that somebody switched off must never come back through a download.
  if (!isLapsed(last)) return refused({ kind: 'no-active-license' }, ['413', id]);
  const licenses = switchedOff(misp.licenses, isLapsed, stamp);
  const issue = withNewLicense({ ...misp, licenses }, terms, stamp);
  if (issue === undefined) return refused({ kind: 'too-many-licenses' }, ['452-download', id]);
  return {
    kind: 'change',
    before: misp,
    after: withLicenses(misp, issue.licenses, stamp),
    body: answerOf(issue.issued),
    trail: [['120'], ['121', id], ['210']],
  };
}

function answerOf(license: License): Answer {
  return { licenseKey: license.key, licenseKeyExpiry: dateOf(license.validTo), licenseKeyStatus: 'Active' };
}
