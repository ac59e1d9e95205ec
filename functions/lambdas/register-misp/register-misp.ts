import * as event from '../../audit/events.ts';
import { registeredMisp } from '../../domain/change-of-misp.ts';
import { isEmailAddress } from '../../domain/email-address.ts';
import { isPossibleMispId } from '../../domain/misp.ts';
import type { RequestContract } from '../../operation/contract.ts';
import { refuse } from '../../operation/decision.ts';
import { type Answering, doneFacts } from '../../operation/idempotency.ts';
import type { InputOf } from '../../operation/input.ts';
import { organizationName, profileFields } from '../../operation/input-fields.ts';
import type { Operation } from '../../operation/scope.ts';
import type { Answer } from './contract.ts';

export const request = {
  name: 'register-misp',
  method: 'POST',
  input: {
    fields: {
      organizationName: organizationName(),
      ...profileFields(),
    },
  },
  aliases: { organizationName: 'name' },
  environment: [],
  right: 'register',
  retryHeaders: ['idempotency-key'],
} as const satisfies RequestContract;

export type Input = InputOf<typeof request.input.fields>;

/** The counter has passed the last legal MISP id: nothing more can be registered (docs/runbooks/api-failing.md). */
class CounterAtEnd extends Error {
  override readonly name = 'CounterAtEnd';
}

/**
 * Registers a MISP: active, in progress, without a licence (docs/rules.md, "Register").
 * @throws CounterAtEnd
 */
export const registerMisp: Operation<Input, Answer> = async (input, { allocateMispId, stamp }) => {
  if (!isEmailAddress(input.emailId))
    return refuse({ kind: 'invalid-email' }, [[event.registrationRequested], [event.registrationRefusedForEmail]]);
  const name = input.organizationName;
  const id = await allocateMispId();
  if (!isPossibleMispId(id)) throw new CounterAtEnd('The drawn id is no MISP id');
  const after = registeredMisp(id, { ...input, name }, stamp);
  return {
    kind: 'change',
    isNew: true,
    after,
    body: registering.answer(input, doneFacts(after), undefined),
    trail: [
      [event.registrationRequested],
      [event.mispIdDrawn],
      [event.mispDetailsCreated],
      [event.mispCreated, id],
      [event.registrationSucceeded],
    ],
    ifNameTaken: refuse({ kind: 'name-taken', name }, [
      [event.registrationRequested],
      [event.registrationRefusedForName],
    ]),
  };
};

export const registering: Answering<Input, Answer> = {
  answer: (_input, { mispId, version }) => ({ mispStatus: 'Active', mispID: mispId, version }),
  showsKey: false,
  named: ({ organizationName }) => ({ name: organizationName }),
};
