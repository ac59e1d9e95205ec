import * as event from '../../audit/events.ts';
import type { AuditNote } from '../../audit/trail.ts';
import type { ChangeStamp, LicenseTerms } from '../../domain/change-of-misp.ts';
import { dateOf, zoneLess } from '../../domain/date-times.ts';
import type { DomainError } from '../../domain/errors.ts';
import type { License, Misp } from '../../domain/misp.ts';
import { type DownloadTransition, transition } from '../../domain/transition.ts';
import type { RequestContract } from '../../operation/contract.ts';
import { type Decision, refuse } from '../../operation/decision.ts';
import { findMisp, unknownMisp } from '../../operation/find-misp.ts';
import type { InputOf } from '../../operation/input.ts';
import { mispId } from '../../operation/input-fields.ts';
import type { Operation } from '../../operation/scope.ts';
import type { Answer } from './contract.ts';

export const request = {
  name: 'download-license-key',
  method: 'GET',
  input: { fields: { mispId: mispId() } },
  environment: ['LICENSE_KEY_LENGTH', 'LICENSE_VALIDITY_DAYS'],
  right: 'keys',
  retryHeaders: [],
} as const satisfies RequestContract;

export type Input = InputOf<typeof request.input.fields>;

/** Returns the licence key of a MISP, and renews it if it has expired (docs/rules.md, "Download"). */
export function downloadLicenseKey(terms: LicenseTerms): Operation<Input, Answer> {
  return async ({ mispId }, { misps, stamp }) => {
    const misp = await findMisp(misps, mispId);
    if (misp === undefined) return unknownMisp([event.downloadRequested], mispId);
    return { kind: 'about-misp', misp, decide: (current) => decide(current, terms, stamp) };
  };
}

type Why = Extract<DownloadTransition, { kind: 'refused' }>['why'];

/** The answer to each refusal, and its audit record. */
const refusals: Readonly<Record<Why, (id: string) => readonly [DomainError, AuditNote]>> = {
  'misp-not-approved': (id) => [{ kind: 'misp-not-approved' }, [event.downloadRefusedNotApproved, id]],
  'misp-not-active': (id) => [{ kind: 'misp-not-active' }, [event.downloadRefusedNotActive, id]],
  'no-license': (id) => [{ kind: 'unknown-license' }, [event.downloadRefusedNoKey, id]],
  'no-active-license': (id) => [{ kind: 'no-active-license' }, [event.downloadRefusedNoActiveKey, id]],
  'too-many-licenses': (id) => [{ kind: 'too-many-licenses' }, [event.downloadRefusedTooManyKeys, id]],
};

function decide(misp: Misp, terms: LicenseTerms, stamp: ChangeStamp): Decision<Answer> {
  const { id } = misp;
  const result = transition(misp, { kind: 'download', terms }, stamp);
  switch (result.kind) {
    case 'refused': {
      const [error, note] = refusals[result.why](id);
      return refuse(error, [[event.downloadRequested], note], id);
    }
    case 'unchanged':
      return {
        kind: 'no-change',
        body: answerOf(misp, result.working),
        trail: [[event.downloadRequested], [event.downloadSucceeded]],
        misp,
        license: result.working,
      };
    case 'changed':
      return {
        kind: 'change',
        after: result.misp,
        license: result.issued,
        body: answerOf(result.misp, result.issued),
        trail: [[event.downloadRequested], [event.licenseKeyGenerated, id], [event.downloadSucceeded]],
      };
  }
}

function answerOf({ version }: Misp, license: License): Answer {
  return {
    licenseKey: license.key,
    licenseKeyExpiry: dateOf(license.validTo),
    licenseKeyStatus: 'Active',
    licenseKeyHash: license.hash,
    validTo: zoneLess(license.validTo),
    version,
  };
}
