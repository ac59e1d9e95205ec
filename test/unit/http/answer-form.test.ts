import { describe, expect, test } from '@jest/globals';
import { wantsProblem } from '../../../functions/http/answer-form.ts';
import { sampleMisp } from '../../support/sample-misp.ts';
import { envelope, InMemoryService } from '../../support/serve-in-memory.ts';

describe('the Accept header', () => {
  test.each([
    'application/problem+json',
    'APPLICATION/Problem+JSON',
    'application/json, application/problem+json',
    'application/problem+json; charset=utf-8',
    'application/problem+json;q=0.1, */*',
    'text/html , application/problem+json ; q=1.0',
    'application/problem+json;q=0.001',
  ])('%j asks for problems', (accept) => {
    expect(wantsProblem(accept)).toBe(true);
  });

  test.each([
    undefined,
    '',
    '*/*',
    'application/*',
    'application/json',
    'application/problem+xml',
    'application/problem+json;q=0',
    'application/problem+json; q=0.0',
    'application/problem+json;charset=utf-8; Q=0.000',
    'x-application/problem+json',
  ])('%j asks for the envelope', (accept) => {
    expect(wantsProblem(accept)).toBe(false);
  });
});

describe('every answer', () => {
  const service = new InMemoryService();
  service.store.seed(sampleMisp());
  const path = { mispId: '100' };
  const request = { mispStatus: 'Active' };

  test.each([
    ['a success', { request }],
    ['a refusal', { request: { mispStatus: 'x' } }],
    ['a problem', { request: {}, headers: { accept: 'application/problem+json' } }],
  ])('must be kept by nobody on the way: %s', async (_, test) => {
    const answer = await service.send('update-misp-status', { path, ...test });
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });

  test('is the envelope in these fields and this order', async () => {
    const success = await service.send('update-misp-status', { path, request });
    expect(success.text).toBe(
      '{"id":"mosip.partnermanagement.misp","version":"1.0","responsetime":"2026-03-01T10:20:30.456Z","metadata":null,' +
        '"response":{"message":"MISP actived successfully"},"errors":[]}',
    );
    const refusal = await service.send('update-misp-status', { path, request: { mispStatus: 'x' } });
    expect(refusal.text).toBe(
      '{"id":"mosip.partnermanagement.misp","version":"1.0","responsetime":"2026-03-01T10:20:30.456Z","metadata":null,' +
        '"response":null,"errors":[{"errorCode":"PMS_MSP_407","message":"mispStatus either Active or De-active."}]}',
    );
  });

  test('of success is the envelope also for callers that ask for problems', async () => {
    const answer = await service.send('update-misp-status', {
      path,
      request,
      headers: { accept: 'application/problem+json' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.json).toMatchObject({ response: { message: 'MISP actived successfully' }, errors: [] });
  });

  test.each([
    ['as it is', { id: 'my.id', version: '7' }, { id: 'my.id', version: '7' }],
    ['null where it is null', { id: null, version: null }, { id: null, version: null }],
    ['null where it is no text', { id: 5, version: { a: 1 } }, { id: null, version: null }],
    ['null where it is absent', { id: undefined, version: undefined }, { id: null, version: null }],
    ['each for itself', { id: 'x', version: undefined }, { id: 'x', version: null }],
    ['whatever it holds', { id: '"\u0000<é', version: '' }, { id: '"\u0000<é', version: '' }],
  ])('echoes id and version %s, on success, on refusal and on rejection', async (_, sent, echoed) => {
    for (const fields of [request, { mispStatus: 'x' }, {}]) {
      const answer = await service.send('update-misp-status', { path, body: envelope(fields, sent) });
      expect(answer.json).toMatchObject(echoed);
    }
  });

  test('to a GET echoes nothing, whatever stands in its body', async () => {
    const answer = await service.send('get-misp', { path, body: envelope({}) });
    expect(answer.json).toMatchObject({ id: null, version: null, errors: [] });
  });

  test('lists every bad field in a problem as in the envelope', async () => {
    const send = { request: { organizationName: 'A', emailId: 5 }, headers: { accept: 'application/problem+json' } };
    const answer = await service.send('register-misp', send);
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({
      type: 'urn:mosip:pms:misp:PMS_COR_001',
      title: 'Request not valid',
      status: 400,
      detail: 'Missing Input Parameter - request.contactNumber',
      code: 'PMS_COR_001',
      errors: [
        { code: 'PMS_COR_001', detail: 'Missing Input Parameter - request.contactNumber' },
        { code: 'PMS_COR_001', detail: 'Missing Input Parameter - request.emailId' },
        { code: 'PMS_COR_001', detail: 'Missing Input Parameter - request.address' },
      ],
    });
  });
});
