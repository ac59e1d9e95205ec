import { registeredMisp } from '../domain/change-of-misp.ts';
import { isEmailAddress } from '../domain/email-address.ts';
import { refuse } from '../operation/decision.ts';
import type { Operation } from '../operation/scope.ts';
import type { Answer, Input } from './contract.ts';

/** Registers a MISP: active, in progress, without a licence (docs/rules.md, "Register"). */
export const registerMisp: Operation<Input, Answer> = async (input, { misps, settlement, stamp }) => {
  if (!isEmailAddress(input.emailId)) {
    return settlement.settle(refuse({ kind: 'invalid-email' }, [['101'], ['401']]));
  }
  const { organizationName: name, address, contactNumber, emailId } = input;
  const id = await misps.drawMispId();
  return settlement.settleNew({
    kind: 'change',
    before: undefined,
    after: registeredMisp(id, { name, address, contactNumber, emailId }, stamp),
    body: { mispStatus: 'Active', mispID: id },
    trail: [['101'], ['102'], ['103'], ['212', id], ['200']],
    ifNameTaken: refuse({ kind: 'name-taken', name }, [['101'], ['417']]),
  });
};
