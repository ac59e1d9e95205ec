import { describe, expect, test } from '@jest/globals';
import type { OperationName } from '../../../functions/operations.ts';
import { sampleMisp } from '../../support/sample-misp.ts';
import { answered, envelope, InMemoryService, NO_ECHO, type TestRequest } from '../../support/serve-in-memory.ts';

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

/** The faults in a problem, in the order of its list: pointer and reason. */
async function faultsOf(operation: OperationName, send: TestRequest): Promise<readonly string[]> {
  const answer = await serving().send(operation, { ...send, headers: { accept: 'application/problem+json' } });
  const { errors } = answer.json as { readonly errors: readonly { pointer: string; reason: string }[] };
  return errors.map(({ pointer, reason }) => `${pointer} ${reason}`);
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
      ['missing', undefined, 'missing'],
      ['null', null, 'missing'],
      ['empty', '', 'blank'],
      ['blank', ' \u2003\u00a0', 'blank'],
      ['only line breaks', '\r\n\t', 'blank'],
      ['only invisible characters', '\u200b\u3164 \u00ad', 'blank'],
      ['too long', 'x'.repeat(maxLength + 1), 'too-long'],
      ['too long in UTF-16, not in code points', '\u{1f600}'.repeat(maxLength / 2 + 1), 'too-long'],
      ['too long with forbidden characters', '\u202e'.repeat(maxLength + 1), 'too-long'],
      ['a fraction', 5.5, 'wrong-type'],
      ['a number that is not a safe integer', 2 ** 53, 'wrong-type'],
      ['a number out of range', 1e300, 'wrong-type'],
      ['a list', ['x'], 'wrong-type'],
      ['an object', { x: 1 }, 'wrong-type'],
      ['with a null character', 'a\u0000', 'not-allowed'],
      ['with a backspace', '\u0008a', 'not-allowed'],
      ['with a line tabulation', 'a\u000bb', 'not-allowed'],
      ['with a control character of Latin-1', 'a\u0085b', 'not-allowed'],
      ['with a delete character', 'a\u007fb', 'not-allowed'],
      ['with half a surrogate pair', 'a\ud83d', 'not-allowed'],
      ['with the other half', '\ude00a', 'not-allowed'],
      ['with halves in the wrong order', 'a\ude00\ud83db', 'not-allowed'],
      ['with a noncharacter', 'a\ufffe', 'not-allowed'],
      ['with a noncharacter of Arabic', 'a\ufdd0', 'not-allowed'],
      ['with the last noncharacter', 'a\u{10ffff}', 'not-allowed'],
      ['with an embedding', 'a\u202a', 'not-allowed'],
      ['with an override', '\u202ea', 'not-allowed'],
      ['with an isolate', 'a\u2066b', 'not-allowed'],
      ['with the end of an isolate', 'a\u2069', 'not-allowed'],
    ])('%s', async (_, value, reason) => {
      const service = serving();
      const send = { path, request: { ...fields, [field]: value } };
      const answer = await service.send(operation, send);
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual(missing(field));
      expect(service.store.calls).toEqual([]);
      expect(await faultsOf(operation, send)).toEqual([`/request/${field} ${reason}`]);
    });

    test('not with the maximum length', async () => {
      const longest = field === 'emailId' ? `${'e'.repeat(maxLength - 6)}@x.org` : '\u00e9'.repeat(maxLength);
      const answer = await serving().send(operation, { path, request: { ...fields, [field]: longest } });
      expect(answer.json).toMatchObject({ errors: [] });
    });

    test.each(['\t', '\n', '\r\n'])('with %j, except in an address', async (character) => {
      const lines = `12 Main Street${character}Bangalore`.slice(-16);
      const service = serving();
      const answer = await service.send(operation, { path, request: { ...fields, [field]: lines } });
      if (field !== 'address') {
        expect(answer.json).toEqual(missing(field));
        return;
      }
      expect(answer.json).toMatchObject({ errors: [] });
      expect(service.store.peek(operation === 'update-misp' ? '100' : '101')?.address).toBe(lines);
    });
  });

  test('is an address with a line break within a surrogate pair', async () => {
    const request = { ...register, address: 'a\ud83d\n\ude00' };
    expect(await faultsOf('register-misp', { request })).toEqual(['/request/address not-allowed']);
  });

  const words = [
    ['process-misp-status', 'mispStatus', {}],
    ['update-misp-status', 'mispStatus', {}],
    ['update-license-key-status', 'mispLicenseKeyStatus', { mispLicenseKey: 'k' }],
    ['update-license-key-status', 'mispLicenseKey', { mispLicenseKeyStatus: 'Active' }],
    ['validate-license-key', 'mispLicenseKey', {}],
  ] as const;

  test.each(words)('of %s: %s missing, blank, not text or with forbidden characters', async (...row) => {
    const [operation, field, others] = row;
    const values = [
      [undefined, 'missing'],
      [null, 'missing'],
      ['', 'blank'],
      ['  ', 'blank'],
      ['\n', 'blank'],
      [['Active'], 'wrong-type'],
      [{ a: 1 }, 'wrong-type'],
      [0.5, 'wrong-type'],
      ['Active\u0000', 'not-allowed'],
      ['Act\nive', 'not-allowed'],
      ['Active\ud800', 'not-allowed'],
      ['\u202eevitcA', 'not-allowed'],
      [`${'x'.repeat(500)}\uffff`, 'not-allowed'],
    ] as const;
    for (const [value, reason] of values) {
      const service = serving();
      const send = { path, request: { ...others, [field]: value } };
      const answer = await service.send(operation, send);
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual(missing(field));
      expect(service.store.calls).toEqual([]);
      expect(await faultsOf(operation, send)).toEqual([`/request/${field} ${reason}`]);
    }
  });

  test('is reported with all others, in a fixed order', async () => {
    const send = { request: { address: [], emailId: ' ' } };
    const answer = await serving().send('register-misp', send);
    expect(answer.json).toEqual(missing('organizationName', 'contactNumber', 'emailId', 'address'));
    expect(await faultsOf('register-misp', send)).toEqual([
      '/request/organizationName missing',
      '/request/contactNumber missing',
      '/request/emailId blank',
      '/request/address wrong-type',
    ]);
    const both = await serving().send('update-license-key-status', { path, request: {} });
    expect(both.json).toEqual(missing('mispLicenseKey', 'mispLicenseKeyStatus'));
  });

  test('is reported once, with its first fault', async () => {
    const request = { ...register, address: '\u0000'.repeat(2001) };
    expect((await serving().send('register-misp', { request })).json).toEqual(missing('address'));
    expect(await faultsOf('register-misp', { request })).toEqual(['/request/address too-long']);
  });

  test('is a name with a normalized form that is too long for the keys', async () => {
    const blownUp = '\ufdfa'.repeat(128);
    const answer = await serving().send('register-misp', { request: { ...register, organizationName: blownUp } });
    expect(answer.json).toEqual(missing('organizationName'));
    const send = { path, request: { ...update, name: blownUp } };
    expect((await serving().send('update-misp', send)).json).toEqual(missing('name'));
    expect(await faultsOf('update-misp', send)).toEqual(['/request/name too-long']);
  });

  test('is an empty organization name even with an alias', async () => {
    const request = { ...register, organizationName: '', name: 'A' };
    expect((await serving().send('register-misp', { request })).json).toEqual(missing('organizationName'));
    expect(await faultsOf('register-misp', { request })).toEqual(['/request/organizationName blank']);
  });

  test('is reported by its alias, if only that is present', async () => {
    const { emailId: _, ...others } = update;
    expect(await faultsOf('update-misp', { path, request: { ...others, name: null, organizationName: 5.5 } })).toEqual([
      '/request/organizationName wrong-type',
      '/request/emailId missing',
    ]);
    const inAlias = { path, request: { ...others, emailID: '' } };
    expect(await faultsOf('update-misp', inAlias)).toEqual(['/request/emailID blank']);
    expect((await serving().send('update-misp', inAlias)).json).toEqual(missing('emailId'));
  });

  test.each([undefined, null, [], 'text', 5, true])('is every field if request is %j', async (request) => {
    const answer = await serving().send('update-misp-status', { path, body: envelope(request) });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(missing('mispStatus'));
  });

  test.each(['[]', 'null', '5', '"text"', '{}'])('is every field if the body is %s', async (body) => {
    const answer = await serving().send('update-misp-status', { path, body });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ ...missing('mispStatus'), ...NO_ECHO });
  });
});

describe('a MISP id in the body', () => {
  test('does not replace that in the path', async () => {
    const service = serving();
    const request = { mispStatus: 'De-active', mispId: '999' };
    const answer = await service.send('update-misp-status', { path, request });
    expect(answer.json).toMatchObject({ errors: [] });
    expect(service.store.peek('100')?.isActive).toBe(false);
  });

  test('and one in the query does not, either', async () => {
    const answer = await serving().send('get-misp', { path, query: { mispId: '999', limit: 'x' } });
    expect(answer.json).toMatchObject({ response: { misp: { id: '100' } } });
  });
});

describe('a rejected request', () => {
  test('leaves no audit record, but a log line with the fields, and a count', async () => {
    const service = serving();
    await service.send('register-misp', {
      request: { ...register, emailId: [5], address: '' },
      requestId: 'request-3',
    });
    expect(service.store.rows).toEqual([]);
    expect(service.logged).toEqual([
      {
        level: 'WARN',
        line: {
          event: 'request-turned-away',
          operation: 'register-misp',
          requestId: 'request-3',
          problems: ['/request/emailId wrong-type', '/request/address blank'],
        },
      },
    ]);
    expect(service.counted).toEqual([{ RequestsTurnedAway: 1 }]);
  });

  test('is logged by its faults, not by its content', async () => {
    const service = serving();
    await service.send('update-misp-status', { path, body: 'secret-text' });
    await service.send('list-misps', { query: { cursor: 'secret-cursor' } });
    expect(service.logged.map(({ line }) => 'problems' in line && line.problems)).toEqual([
      ['not-json'],
      ['/cursor not-allowed'],
    ]);
    expect(service.traces).not.toContain('secret');
  });
});

describe('a parameter of the query', () => {
  test.each([
    [{ limit: '0' }, ['/limit out-of-range']],
    [{ limit: '501' }, ['/limit out-of-range']],
    [{ limit: '9'.repeat(400) }, ['/limit out-of-range']],
    [{ limit: '-1' }, ['/limit out-of-range']],
    [{ limit: '' }, ['/limit wrong-type']],
    [{ limit: '1,2' }, ['/limit wrong-type']],
    [{ cursor: '' }, ['/cursor blank']],
    [{ cursor: 'A'.repeat(2049) }, ['/cursor too-long']],
    [{ cursor: 'abc' }, ['/cursor not-allowed']],
    [{ cursor: 'a\u0000' }, ['/cursor not-allowed']],
    [{ limit: 'x', cursor: ' ' }, ['/limit wrong-type', '/cursor blank']],
    [{ limit: '0', cursor: 'abc' }, ['/limit out-of-range', '/cursor not-allowed']],
  ])('%j is refused: %j', async (query, faults) => {
    expect(await faultsOf('list-misps', { query })).toEqual(faults);
    expect(await faultsOf('find-misps-by-name', { path: { orgName: 'a' }, query })).toEqual(faults);
  });
});
