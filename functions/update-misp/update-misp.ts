import { withProfile } from '../domain/change-of-misp.ts';
import { isEmailAddress } from '../domain/email-address.ts';
import { refuse } from '../operation/decision.ts';
import { findMisp, unknownMisp } from '../operation/find-misp.ts';
import type { Operation } from '../operation/scope.ts';
import type { Answer, Input } from './contract.ts';

/** Replaces the profile of a MISP; a new name is taken and the old one freed in the same step (docs/rules.md, "Update"). */
export const updateMisp: Operation<Input, Answer> = async (input, { misps, settlement, stamp }) => {
  const { mispId, name, contactNumber, emailId, address } = input;
  if (!isEmailAddress(emailId)) {
    return settlement.settle(refuse({ kind: 'invalid-email' }, [['107'], ['416', mispId]], mispId));
  }
  const misp = await findMisp(misps, mispId);
  if (misp === undefined) return settlement.settle(unknownMisp(['107'], mispId));
  return settlement.settleChange(misp, (current) => ({
    kind: 'change',
    before: current,
    after: withProfile(current, { name, contactNumber, emailId, address }, stamp),
    body: { name, contactNumber, emailID: emailId, address, mispID: mispId },
    trail: [['107'], ['108'], ['203']],
    ifNameTaken: refuse({ kind: 'name-taken', name }, [['107'], ['402']], mispId),
  }));
};
