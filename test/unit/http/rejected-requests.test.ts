import { describe, expect, test } from '@jest/globals';
import { sampleMisp } from '../../support/sample-misp.ts';
import { answered, envelope, InMemoryService, NO_ECHO, refused } from '../../support/serve-in-memory.ts';

const register = { organizationName: 'A', contactNumber: '5', emailId: 'a@x.org', address: 'B' };
const update = { name: 'A', contactNumber: '5', emailId: 'a@x.org', address: 'B' };
const path = { mispId: '100' };
const missing = (...fields: readonly string[]) =>
  answered(null, {
    errors: fields.map((field) => ({
      errorCode: 'PMS_COR_001',
      message: `Missing Input Parameter - request.${field}`,
    })),
  });

function serving() {
  const service = new InMemoryService();
  service.store.seed(sampleMisp());
  return service;
}

describe('a bad field', () => {
  const limits = [
    ['register-misp', register, 'organizationName', 128],
    ['register-misp', register, 'contactNumber', 16],
    ['register-misp', register, 'emailId', 256],
    ['register-misp', register, 'address', 2000],
    ['update-misp', update, 'name', 128],
    ['update-misp', update, 'contactNumber', 16],
    ['update-misp', update, 'emailId', 256],
    ['update-misp', update, 'address', 2000],
  ] as const;

  describe.each(limits)('%s %j: %s', (operation, fields, field, maxLength) => {
    test.each([
      ['missing', undefined],
      ['null', null],
      ['empty', ''],
      ['blank', ' \t\u00a0'],
      ['too long', 'x'.repeat(maxLength + 1)],
      ['a number', 5],
      ['a truth value', true],
      ['a list', ['x']],
      ['an object', { x: 1 }],
      ['with a line break', 'a\nb'],
      ['with a null character', 'a\u0000'],
      ['with a control character of Latin-1', 'a\u0085'],
      ['with a delete character', 'a\u007f'],
      ['with a lone surrogate', 'a\ud83d'],
    ])('%s', async (_, value) => {
      const service = serving();
      const answer = await service.send(operation, { path, request: { ...fields, [field]: value } });
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual(missing(field));
      expect(service.store.calls).toEqual([]);
    });

    test('none of the longest length', async () => {
      const longest = field === 'emailId' ? `${'e'.repeat(maxLength - 6)}@x.org` : '\u00e9'.repeat(maxLength);
      const answer = await serving().send(operation, { path, request: { ...fields, [field]: longest } });
      expect(answer.json).toMatchObject({ errors: [] });
    });
  });

  test.each([
    ['process-misp-status', 'mispStatus', {}],
    ['update-misp-status', 'mispStatus', {}],
    ['update-license-key-status', 'mispLicenseKeyStatus', { mispLicenseKey: 'k' }],
    ['update-license-key-status', 'mispLicenseKey', { mispLicenseKeyStatus: 'Active' }],
    ['validate-license-key', 'mispLicenseKey', {}],
  ] as const)('of %s: %s missing, blank or no text', async (operation, field, others) => {
    for (const value of [undefined, null, '', '  ', 5, ['Active'], { a: 1 }, true]) {
      const service = serving();
      const answer = await service.send(operation, { path, request: { ...others, [field]: value } });
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual(missing(field));
      expect(service.store.calls).toEqual([]);
    }
  });

  test.each([
    ['process-misp-status', 'mispStatus'],
    ['update-misp-status', 'mispStatus'],
    ['update-license-key-status', 'mispLicenseKeyStatus'],
  ] as const)('of %s: %s with characters that no text may hold', async (operation, field) => {
    for (const value of ['Active\u0000', 'Active\n', 'Active\ud800']) {
      const request = { mispLicenseKey: 'k', [field]: value };
      expect((await serving().send(operation, { path, request })).json).toEqual(missing(field));
    }
  });

  test('is named together with all others, in a fixed order', async () => {
    const answer = await serving().send('register-misp', { request: { address: 5, emailId: ' ' } });
    expect(answer.json).toEqual(missing('organizationName', 'contactNumber', 'emailId', 'address'));
    const both = await serving().send('update-license-key-status', { path, request: {} });
    expect(both.json).toEqual(missing('mispLicenseKey', 'mispLicenseKeyStatus'));
  });

  test('is named once, however many things are wrong with it', async () => {
    const answer = await serving().send('register-misp', { request: { ...register, address: '\n'.repeat(2001) } });
    expect(answer.json).toEqual(missing('address'));
  });

  test('is a name whose normalized form has no room in the keys', async () => {
    const blownUp = '\ufdfa'.repeat(128);
    const answer = await serving().send('register-misp', { request: { ...register, organizationName: blownUp } });
    expect(answer.json).toEqual(missing('organizationName'));
    expect((await serving().send('update-misp', { path, request: { ...update, name: blownUp } })).json).toEqual(
      missing('name'),
    );
  });

  test('is an empty organization name although an alias stands beside it', async () => {
    const request = { ...register, organizationName: '', name: 'A' };
    expect((await serving().send('register-misp', { request })).json).toEqual(missing('organizationName'));
  });

  test.each([undefined, null, [], 'text', 5, true])('is every field when request is %j', async (request) => {
    const answer = await serving().send('update-misp-status', { path, body: envelope(request) });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(missing('mispStatus'));
  });

  test.each(['[]', 'null', '5', '"text"', '{}'])('is every field when the body is %s', async (body) => {
    const answer = await serving().send('update-misp-status', { path, body });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ ...missing('mispStatus'), ...NO_ECHO });
  });
});

describe('a MISP id in the body', () => {
  test('does not take the place of that in the path', async () => {
    const service = serving();
    const request = { mispStatus: 'De-active', mispId: '999' };
    const answer = await service.send('update-misp-status', { path, request });
    expect(answer.json).toMatchObject({ errors: [] });
    expect(service.store.peek('100')?.isActive).toBe(false);
  });

  test('in the query does neither', async () => {
    const answer = await serving().send('get-misp', { path, query: { mispId: '999', limit: 'x' } });
    expect(answer.json).toMatchObject({ response: { misp: { id: '100' } } });
  });
});

describe('a body', () => {
  const request = { mispStatus: 'De-active' };
  const unreadable = (what: string) => refused('PMS_COR_002', `Invalid Input Parameter - ${what}`, NO_ECHO);

  test.each([
    'application/json',
    'application/json;charset=UTF-8',
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/vnd.mosip+json',
  ])('of type %j is read', async (type) => {
    const answer = await serving().send('update-misp-status', { path, request, headers: { 'content-type': type } });
    expect(answer.json).toMatchObject({ errors: [] });
  });

  test.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'of type %j is turned away',
    async (type) => {
      const service = serving();
      const answer = await service.send('update-misp-status', { path, request, headers: { 'content-type': type } });
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual(unreadable('content type is not application/json'));
      expect(service.store.calls).toEqual([]);
    },
  );

  test('that is missing is turned away, with and without a content type', async () => {
    const without = await serving().send('update-misp-status', { path, body: undefined });
    expect(without.status).toBe(400);
    expect(without.json).toMatchObject({ errors: [{ errorCode: 'PMS_COR_002' }] });
    const withType = await serving().send('update-misp-status', {
      path,
      body: undefined,
      headers: { 'content-type': 'application/json' },
    });
    expect(withType.status).toBe(400);
    expect(withType.json).toEqual(unreadable('body is not JSON'));
  });

  test.each(['', '{', '{"request":', 'mispStatus=Active', '{"a":1}}', "{'a':1}", '\ufeff{}', 'NaN'])(
    'that is no JSON is turned away: %j',
    async (body) => {
      const answer = await serving().send('update-misp-status', { path, body });
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual(unreadable('body is not JSON'));
    },
  );

  test.each([
    '{"__proto__":{"mispStatus":"Active"},"request":{"mispStatus":"Active"}}',
    '{"request":{"__proto__":{"mispStatus":"Active"}}}',
  ])('with a key that would touch the prototype is turned away: %s', async (body) => {
    const service = serving();
    const answer = await service.send('update-misp-status', { path, body });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(unreadable('body is not JSON'));
    expect(({} as { mispStatus?: string }).mispStatus).toBeUndefined();
    expect(service.store.calls).toEqual([]);
  });

  test('may carry fields that nobody knows, also by the names of what every object has', async () => {
    const body = envelope({ ...request, toString: 'x', constructor: 1, hasOwnProperty: null, more: [{}] }, { x: 1 });
    expect((await serving().send('update-misp-status', { path, body })).json).toMatchObject({ errors: [] });
  });

  test('may come in base64', async () => {
    const text = envelope({ ...update, name: '\u00c9clair \ud83d\ude80' });
    const service = serving();
    const body = Buffer.from(text).toString('base64');
    const answer = await service.send('update-misp', { path, body, isBase64Encoded: true });
    expect(answer.json).toMatchObject({ id: 'mosip.partnermanagement.misp', errors: [] });
    expect(service.store.peek('100')?.name).toBe('\u00c9clair \ud83d\ude80');
  });

  test('may be 64 KB long, counted in bytes, and no longer', async () => {
    const sized = (bytes: number, filler: string) => {
      const empty = Buffer.byteLength(envelope({ ...request, more: '' }));
      return envelope({ ...request, more: filler.repeat((bytes - empty) / Buffer.byteLength(filler)) });
    };
    const exact = sized(65_536, 'x');
    expect(Buffer.byteLength(exact)).toBe(65_536);
    expect((await serving().send('update-misp-status', { path, body: exact })).json).toMatchObject({ errors: [] });
    const inBase64 = { body: Buffer.from(exact).toString('base64'), isBase64Encoded: true };
    expect((await serving().send('update-misp-status', { path, ...inBase64 })).json).toMatchObject({ errors: [] });

    const over = `${exact} `;
    for (const send of [
      { body: over },
      { body: Buffer.from(over).toString('base64'), isBase64Encoded: true },
      { body: sized(65_537 + ((65_537 - Buffer.byteLength(envelope({ ...request, more: '' }))) % 2), '\u00e9') },
    ]) {
      const service = serving();
      const answer = await service.send('update-misp-status', { path, ...send });
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual(unreadable('body over 64 KB'));
      expect(service.store.calls).toEqual([]);
    }
  });

  test('that is too large is turned away before anything else is looked at', async () => {
    const answer = await serving().send('update-misp-status', {
      path,
      body: '{'.repeat(70_000),
      headers: { 'content-type': 'text/plain' },
    });
    expect(answer.json).toEqual(unreadable('body over 64 KB'));
  });
});

describe('a request that is turned away', () => {
  test('leaves no audit record, but a line that names the fields and a count', async () => {
    const service = serving();
    await service.send('register-misp', { request: { ...register, emailId: 5, address: '' }, requestId: 'request-3' });
    expect(service.store.rows).toEqual([]);
    expect(service.logged).toEqual([
      {
        level: 'WARN',
        line: {
          event: 'request-turned-away',
          operation: 'register-misp',
          requestId: 'request-3',
          problems: ['request.emailId', 'request.address'],
        },
      },
    ]);
    expect(service.counted).toEqual([{ RequestsTurnedAway: 1 }]);
  });

  test('is logged by what is wrong, not by what it holds', async () => {
    const service = serving();
    await service.send('update-misp-status', { path, body: 'secret-text' });
    await service.send('list-misps', { query: { cursor: 'secret-cursor' } });
    expect(service.logged.map(({ line }) => 'problems' in line && line.problems)).toEqual([
      ['body is not JSON'],
      ['cursor'],
    ]);
    expect(service.traces).not.toContain('secret');
  });
});
