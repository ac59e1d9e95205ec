import { describe, expect, test } from '@jest/globals';
import { call, post } from '../calls-in-test.ts';
import { cloud } from './cloud.ts';

describe('POST, GET and DELETE /_local/faults', () => {
  const url = () => `${cloud.url}/_local/faults`;
  const fault = { action: 'events:PutEvents', mode: 'throttle', count: 3 };

  test('plan, show and clear', async () => {
    expect(await post(url(), fault)).toMatchObject({ status: 200, body: { faults: [fault] } });
    expect(await call(url())).toMatchObject({ body: { faults: [fault] } });
    expect(await call(url(), { method: 'DELETE' })).toMatchObject({ body: { faults: [] } });
    expect((await call(url(), { method: 'PUT' })).status).toBe(404);
  });

  test.each([
    [{ ...fault, action: 'events:PutRule' }, /action/],
    [{ ...fault, mode: 'conflict' }, /conflict is for/],
    [{ ...fault, mode: 'slow' }, /mode/],
    [{ ...fault, count: 0 }, /count/],
    [{ ...fault, function: 'nobody' }, /no function nobody/],
    [{ ...fault, often: 1 }, /often/],
    ['nonsense', /./],
  ])('refuse %j and say why', async (body, message) => {
    expect(await post(url(), body)).toMatchObject({ status: 400, body: { message: expect.stringMatching(message) } });
    expect(cloud.faults.planned()).toEqual([]);
  });

  test('a foreign web page in a browser of this machine changes nothing', async () => {
    const from = async (origin: string) => (await post(url(), fault, { origin })).status;
    expect(await from('https://attacker.example')).toBe(403);
    expect(await from('null')).toBe(403);
    expect(await from('http://localhost:8080')).toBe(200);
  });
});
