import { describe, expect, test } from '@jest/globals';
import type { Admit } from '../../../local/aws/admission.ts';
import { approved, newName, profileFields } from '../../scenarios/arrangements.ts';
import { driver, whileAdmitting } from './cloud.ts';

/** What callers see over HTTP if the table or the outbox fails. */

const refusals = {
  throttled: { status: 400, body: { __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException', message: 'slow' } },
  forbidden: {
    status: 400,
    body: { __type: 'com.amazon.coral.service#AccessDeniedException', Message: 'secret text' },
  },
} as const;

function whileFailing<T>(failing: string, how: keyof typeof refusals, run: () => Promise<T>): Promise<T> {
  const admit: Admit = async ({ service, action, caller }) =>
    service === 'dynamodb' && caller !== 'local' && action === failing
      ? { admitted: false, ...refusals[how] }
      : { admitted: true };
  return whileAdmitting(admit, run);
}

const COULD_NOT = [{ errorCode: 'PMS_COR_003', message: 'Could not process the request' }];

describe('over HTTP', () => {
  test.each(['throttled', 'forbidden'] as const)(
    'a change while the table is %s: 503, and neither change nor records',
    async (how) => {
      const name = newName();
      const register = () => driver.send({ method: 'POST', path: '/misps', fields: profileFields(name) });
      const answer = await whileFailing('TransactWriteItems', how, register);
      expect(answer.status).toBe(503);
      expect(answer.body).toMatchObject({ id: 'mosip.misp', response: null, errors: COULD_NOT });
      expect(answer.headers['retry-after']).toBe('1');
      expect(await driver.eventsOf(answer.requestId)).toEqual([]);
      expect((await register()).body.errors).toEqual([]);
    },
    30_000,
  );

  test('a validation whose audit cannot be stored discloses nothing', async () => {
    const { id, key } = await approved(driver);
    const request = { method: 'PATCH', path: `/misps/${id}/licenseKey`, fields: { mispLicenseKey: key } };
    const answer = await whileFailing('PutItem', 'forbidden', () => driver.send(request));
    expect(answer.status).toBe(503);
    expect(answer.body.errors).toEqual(COULD_NOT);
    const problem = await whileFailing('PutItem', 'forbidden', () =>
      driver.send({ ...request, headers: { accept: 'application/problem+json' } }),
    );
    expect(problem).toMatchObject({ status: 503, body: { code: 'PMS_COR_003', status: 503 } });
    for (const text of [answer, problem].map(({ body }) => JSON.stringify(body))) {
      expect(text).not.toContain(key);
      expect(text).not.toContain('secret text');
    }
    expect(driver.cloud.logs('validate-license-key').join('\n')).not.toContain('secret text');
  });
});
