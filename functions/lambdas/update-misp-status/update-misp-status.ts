import * as event from '../../audit/events.ts';
import type { Trail } from '../../audit/trail.ts';
import type { ChangeStamp } from '../../domain/change-of-misp.ts';
import type { Misp } from '../../domain/misp.ts';
import { readActivityWord } from '../../domain/status-words.ts';
import { transition } from '../../domain/transition.ts';
import type { RequestContract } from '../../operation/contract.ts';
import { type Decision, refuse } from '../../operation/decision.ts';
import { findMisp, unknownMisp } from '../../operation/find-misp.ts';
import { type Answering, doneFacts } from '../../operation/idempotency.ts';
import type { InputOf } from '../../operation/input.ts';
import { mispId, statusWord } from '../../operation/input-fields.ts';
import type { Operation } from '../../operation/scope.ts';
import type { Answer } from './contract.ts';

export const request = {
  name: 'update-misp-status',
  method: 'PATCH',
  input: { fields: { mispId: mispId(), mispStatus: statusWord() } },
  environment: [],
  right: 'operate',
  retryHeaders: ['idempotency-key', 'if-match'],
} as const satisfies RequestContract;

export type Input = InputOf<typeof request.input.fields>;

/**
 * Activates or de-activates a MISP. No licence's switch changes: de-activating stops all licences at once, activating
 * brings back those that are switched on (docs/rules.md, "Activate").
 */
export const updateMispStatus: Operation<Input, Answer> = async (input, { misps, stamp }) => {
  const { mispId, mispStatus } = input;
  const isActive = readActivityWord(mispStatus);
  if (isActive === undefined) {
    return refuse(
      { kind: 'invalid-activity-word' },
      [[event.activityChangeRequested], [event.activityWordUnknown, mispId]],
      mispId,
    );
  }
  const misp = await findMisp(misps, mispId);
  if (misp === undefined) return unknownMisp([event.activityChangeRequested], mispId);
  return { kind: 'about-misp', misp, decide: (current) => decide(current, input, isActive, stamp) };
};

function decide(misp: Misp, input: Input, isActive: boolean, stamp: ChangeStamp): Decision<Answer> {
  const { id } = misp;
  const bodyOf = (shown: Misp) => switchingMisp.answer(input, doneFacts(shown), undefined);
  const trail: Trail = [
    [event.activityChangeRequested],
    [event.activityStatusUpdated, id],
    [event.licenseStatusUpdated, id],
    [event.activityStatusReported, id, isActive ? 'active' : 'de-active'],
    [event.activityChangeSucceeded],
  ];
  const result = transition(misp, { kind: isActive ? 'activate' : 'de-activate' }, stamp);
  switch (result.kind) {
    // A word that changes nothing is a success with its full trail, and writes nothing else.
    case 'unchanged':
      return { kind: 'no-change', body: bodyOf(misp), trail, misp };
    case 'changed':
      return {
        kind: 'change',
        after: result.misp,
        body: bodyOf(result.misp),
        trail,
        isRevocation: result.isRevocation,
      };
  }
}

export const switchingMisp: Answering<Input, Answer> = {
  answer: ({ mispStatus }, { version }) => {
    const message = readActivityWord(mispStatus) ? 'MISP actived successfully' : 'MISP de-actived successfully';
    return { message, version };
  },
  showsKey: false,
  named: ({ mispId }) => ({ mispId }),
};
