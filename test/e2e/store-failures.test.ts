import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Admission, ServiceCall } from '../../local/aws/admission.ts';
import { approved, newName, profileFields } from '../scenarios/arrangements.ts';
import { type LocalCloudDriver, startOnLocalCloud } from './local-cloud-driver.ts';

/** What callers see over HTTP if the table or the outbox fails. */

const refusals = {
  none: undefined,
  throttled: { status: 400, body: { __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException', message: 'slow' } },
  forbidden: {
    status: 400,
    body: { __type: 'com.amazon.coral.service#AccessDeniedException', Message: 'secret text' },
  },
} as const;

let driver: LocalCloudDriver;
let failing: { readonly action: string; readonly how: keyof typeof refusals } = { action: '', how: 'none' };

async function admit({ service, action, caller }: ServiceCall): Promise<Admission> {
  const refusal = refusals[failing.how];
  if (service !== 'dynamodb' || caller === 'local' || action !== failing.action || refusal === undefined) {
    return { admitted: true };
  }
  return { admitted: false, ...refusal };
}

beforeAll(async () => {
  driver = await startOnLocalCloud({ admit, onProblem: () => undefined });
}, 60_000);
afterAll(() => driver.stop());

async function whileFailing<T>(action: string, how: keyof typeof refusals, run: () => Promise<T>): Promise<T> {
  failing = { action, how };
  try {
    return await run();
  } finally {
    failing = { action: '', how: 'none' };
  }
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
