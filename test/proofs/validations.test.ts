import { expect, test } from '@jest/globals';
import type { Instance, InstanceAnswer } from '../../proofs/revocation/fleet.ts';
import { TrackedKey } from '../../proofs/revocation/tracked-key.ts';
import { Validations } from '../../proofs/revocation/validations.ts';

const active: InstanceAnswer = { response: { isActive: true, reason: 'VALID' }, errorCode: undefined };

/** A process that answers when it is told to. */
function slowProcess(): { readonly instance: Instance; readonly answer: () => void } {
  const { promise, resolve } = Promise.withResolvers<InstanceAnswer>();
  return { instance: { call: () => promise }, answer: () => resolve(active) };
}
const quickProcess: Instance = { call: async () => active };

test('validations that were under way when another key came into question do not count as asked', async () => {
  const seen = new Validations(2);
  const [one, other] = [new TrackedKey('1000', 'one'), new TrackedKey('1001', 'other')];
  const slow = [slowProcess(), slowProcess()];
  const underWay = slow.map(({ instance }, number) => seen.validate(instance, number, one, true));
  let isRevoking = false;
  const asked = seen.askAgain(0, true).then(() => {
    isRevoking = true;
  });
  for (const { answer } of slow) answer();
  await Promise.all(underWay);
  expect([seen.hasAsked(0), seen.hasAsked(1), isRevoking]).toEqual([false, false, false]);

  await seen.validate(quickProcess, 0, other, true);
  expect([seen.hasAsked(0), isRevoking]).toEqual([true, false]);
  await seen.validate(quickProcess, 1, other, true);
  await asked;
  expect(seen.violations).toEqual([]);
});

test('a verdict that began after the answer to a revocation and says active is a violation', async () => {
  const seen = new Validations(1);
  const key = new TrackedKey('1000', 'one');
  const early = slowProcess();
  const underWay = seen.validate(early.instance, 0, key, true);
  key.become('changing');
  key.become('revoked');
  early.answer();
  await underWay;
  expect(seen.violations).toEqual([]);

  await seen.validate(quickProcess, 0, key, true);
  expect(seen.violations).toEqual([expect.stringContaining('said VALID of a revoked key of MISP 1000')]);
});
