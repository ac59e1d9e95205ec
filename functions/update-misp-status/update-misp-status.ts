import type { Trail } from '../audit/trail.ts';
import { type ChangeStamp, movedTo } from '../domain/change-of-misp.ts';
import type { Misp } from '../domain/misp.ts';
import { readActivityWord } from '../domain/status-words.ts';
import { mispTransitions, stateOf } from '../domain/transitions.ts';
import { type Decision, refuse } from '../operation/decision.ts';
import { findMisp, unknownMisp } from '../operation/find-misp.ts';
import type { Operation } from '../operation/scope.ts';
import type { Answer, Input } from './contract.ts';

/**
 * Activates or de-activates a MISP. No licence's switch is touched: de-activating stops all of them at once, activating
 * brings back those that are switched on (docs/rules.md, "Activate").
 */
export const updateMispStatus: Operation<Input, Answer> = async (input, { misps, settlement, stamp }) => {
  const { mispId, mispStatus } = input;
  const activity = readActivityWord(mispStatus);
  if (activity === undefined) {
    return settlement.settle(refuse({ kind: 'invalid-activity-word' }, [['112'], ['407', mispId]], mispId));
  }
  const misp = await findMisp(misps, mispId);
  if (misp === undefined) return settlement.settle(unknownMisp(['112'], mispId));
  return settlement.settleChange(misp, (current) => decide(current, activity, stamp));
};

function decide(misp: Misp, isActive: boolean, stamp: ChangeStamp): Decision<Answer> {
  const { id } = misp;
  const body: Answer = { message: isActive ? 'MISP actived successfully' : 'MISP de-actived successfully' };
  const trail: Trail = [['112'], ['211', id], ['106', id], ['113', id, isActive ? 'active' : 'de-active'], ['205']];
  const transition = mispTransitions[stateOf(misp)][isActive ? 'activate' : 'de-activate'];
  // A word that changes nothing is a success with its full trail, and writes nothing else.
  if (!('to' in transition)) return { kind: 'answer', body, trail, mispId: id };
  const after = movedTo(transition.to, misp, misp.licenses, stamp);
  return { kind: 'change', before: misp, after, body, trail, isRevocation: !isActive };
}
