import * as event from '../../audit/events.ts';
import { isEmailAddress } from '../../domain/email-address.ts';
import { transition } from '../../domain/transition.ts';
import type { RequestContract } from '../../operation/contract.ts';
import { refuse } from '../../operation/decision.ts';
import { findMisp, unknownMisp } from '../../operation/find-misp.ts';
import { type Answering, doneFacts } from '../../operation/idempotency.ts';
import type { InputOf } from '../../operation/input.ts';
import { mispId, organizationName, profileFields } from '../../operation/input-fields.ts';
import type { Operation } from '../../operation/scope.ts';
import type { Answer } from './contract.ts';

export const request = {
  name: 'update-misp',
  method: 'PUT',
  input: {
    fields: {
      mispId: mispId(),
      name: organizationName(),
      ...profileFields(),
    },
  },
  // MOSIP's published example and this operation's own answer use these names.
  aliases: { name: 'organizationName', emailId: 'emailID' },
  environment: [],
  right: 'register',
  retryHeaders: ['idempotency-key', 'if-match'],
} as const satisfies RequestContract;

export type Input = InputOf<typeof request.input.fields>;

/** Replaces the profile of a MISP; a new name is taken and the old one freed in the same step (docs/rules.md, "Update"). */
export const updateMisp: Operation<Input, Answer> = async (input, { misps, stamp }) => {
  const { mispId, name, emailId } = input;
  if (!isEmailAddress(emailId))
    return refuse({ kind: 'invalid-email' }, [[event.updateRequested], [event.updateRefusedForEmail, mispId]], mispId);
  const misp = await findMisp(misps, mispId);
  if (misp === undefined) return unknownMisp([event.updateRequested], mispId);
  return {
    kind: 'about-misp',
    misp,
    decide: (current) => {
      const { misp: after } = transition(current, { kind: 'update', profile: input }, stamp);
      return {
        kind: 'change',
        after,
        body: updating.answer(input, doneFacts(after), undefined),
        trail: [[event.updateRequested], [event.updateReturned], [event.updateSucceeded]],
        ifNameTaken: refuse(
          { kind: 'name-taken', name },
          [[event.updateRequested], [event.updateRefusedForName]],
          mispId,
        ),
      };
    },
  };
};

export const updating: Answering<Input, Answer> = {
  answer: ({ name, contactNumber, emailId, address }, { mispId, version }) => {
    return { name, contactNumber, emailID: emailId, address, mispID: mispId, version };
  },
  showsKey: false,
  named: ({ mispId, name }) => ({ mispId, name }),
};
