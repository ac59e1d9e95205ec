import { describe, expect, test } from '@jest/globals';
import { sampleMisp } from '../../support/sample-misp.ts';
import { envelope, InMemoryService } from '../../support/serve-in-memory.ts';

describe('every answer', () => {
  const service = new InMemoryService();
  service.store.seed(sampleMisp());
  const path = { mispId: '100' };
  const request = { mispStatus: 'Active' };

  test.each([
    ['a success', { request }],
    ['a refusal', { request: { mispStatus: 'x' } }],
    ['a problem', { request: {}, headers: { accept: 'application/problem+json' } }],
  ])('must not be cached: %s', async (_, test) => {
    const answer = await service.send('update-misp-status', { path, ...test });
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });

  test('is the envelope with these fields in this order', async () => {
    const success = await service.send('update-misp-status', { path, request });
    expect(success.text).toBe(
      '{"id":"mosip.partnermanagement.misp","version":"1.0","responsetime":"2026-03-01T10:20:30.456Z","metadata":null,' +
        '"response":{"message":"MISP actived successfully","version":2},"errors":[]}',
    );
    const refusal = await service.send('update-misp-status', { path, request: { mispStatus: 'x' } });
    expect(refusal.text).toBe(
      '{"id":"mosip.partnermanagement.misp","version":"1.0","responsetime":"2026-03-01T10:20:30.456Z","metadata":null,' +
        '"response":null,"errors":[{"errorCode":"PMS_MSP_407","message":"mispStatus either Active or De-active."}]}',
    );
  });

  test('of success is the envelope even for callers that prefer problems', async () => {
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
    ['unchanged', { id: 'my.id', version: '7' }, { id: 'my.id', version: '7' }],
    ['null if null', { id: null, version: null }, { id: null, version: null }],
    ['null if not text', { id: 5.5, version: { a: 1 } }, { id: null, version: null }],
    ['as text if it counts as text', { id: 5, version: true }, { id: '5', version: 'true' }],
    ['null if absent', { id: undefined, version: undefined }, { id: null, version: null }],
    ['independently', { id: 'x', version: undefined }, { id: 'x', version: null }],
    ['with any characters', { id: '"\u0000<é', version: '' }, { id: '"\u0000<é', version: '' }],
  ])('echoes id and version %s, on success, on refusal and on rejection', async (_, sent, echoed) => {
    for (const fields of [request, { mispStatus: 'x' }, {}]) {
      const answer = await service.send('update-misp-status', { path, body: envelope(fields, sent) });
      expect(answer.json).toMatchObject(echoed);
    }
  });

  test('to a GET echoes nothing, whatever its body', async () => {
    const answer = await service.send('get-misp', { path, body: envelope({}) });
    expect(answer.json).toMatchObject({ id: null, version: null, errors: [] });
  });

  test('has the version of a single MISP as its entity tag, and none otherwise', async () => {
    const tagOf = async (...sent: Parameters<typeof service.send>) => (await service.send(...sent)).headers.etag;
    expect(await tagOf('get-misp', { path })).toBe('"2"');
    expect(await tagOf('update-misp-status', { path, request })).toBe('"2"');
    expect(await tagOf('list-misps')).toBeUndefined();
    expect(await tagOf('find-misps-by-name', { path: { orgName: 'cell' } })).toBeUndefined();
    expect(await tagOf('get-misp', { path: { mispId: '999' } })).toBeUndefined();
    expect(await tagOf('update-misp-status', { path, request: { mispStatus: 'x' } })).toBeUndefined();
    expect(await tagOf('update-misp-status', { path, request: {} })).toBeUndefined();
  });

  test('has the place and the fault of every bad field in a problem', async () => {
    const send = {
      request: { name: 'x'.repeat(129), emailId: ['a@x.org'], address: ' ' },
      headers: { accept: 'application/problem+json' },
    };
    const answer = await service.send('register-misp', { ...send, requestId: 'request-4' });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({
      type: 'urn:mosip:pms:misp:invalid-request',
      title: 'Request not valid',
      status: 400,
      detail: 'Missing Input Parameter - request.organizationName',
      code: 'PMS_COR_001',
      requestId: 'request-4',
      errors: [
        { code: 'PMS_COR_001', pointer: '/request/name', reason: 'too-long' },
        { code: 'PMS_COR_001', pointer: '/request/contactNumber', reason: 'missing' },
        { code: 'PMS_COR_001', pointer: '/request/emailId', reason: 'wrong-type' },
        { code: 'PMS_COR_001', pointer: '/request/address', reason: 'blank' },
      ],
    });
  });
});
