import { describe, expect, test } from '@jest/globals';
import { sampleMisp } from '../../support/sample-misp.ts';
import { envelope, InMemoryService, NO_ECHO, refused } from '../../support/serve-in-memory.ts';

const path = { mispId: '100' };
const update = { name: 'A', contactNumber: '5', emailId: 'a@x.org', address: 'B' };

function serving() {
  const service = new InMemoryService();
  service.store.seed(sampleMisp());
  return service;
}

describe('a body', () => {
  const request = { mispStatus: 'De-active' };
  const unreadable = (what: string) => refused('PMS_COR_002', `Invalid Input Parameter - ${what}`, NO_ECHO);

  test.each([
    'application/json',
    'application/json;charset=UTF-8',
    'application/json; charset=utf-8',
    'application/json ; charset=utf-8',
    '\tapplication/json\t;\tcharset = "UTF-8" ',
    'application/json;charset=utf8',
    'application/json;',
    'application/json; profile="a;charset=latin1"; Charset=Utf-8',
    'Application/JSON',
    'application/vnd.mosip+json',
    'application/vnd.foo_bar!#$&^-1.2+json',
    'application/problem+json; charset="utf-8"',
  ])('of type %j is read', async (type) => {
    const answer = await serving().send('update-misp-status', { path, request, headers: { 'content-type': type } });
    expect(answer.json).toMatchObject({ errors: [] });
  });

  test.each([
    'text/plain',
    'text/json',
    'application/xml',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'application/json+xml',
    'application/json x',
    'application/json, application/json',
    'application/json, text/x+json',
    'xapplication/json',
    '"application/json"',
    ';charset=utf-8',
    '',
  ])('of type %j is refused', async (type) => {
    const service = serving();
    const answer = await service.send('update-misp-status', { path, request, headers: { 'content-type': type } });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(unreadable('content type is not application/json'));
    expect(service.store.calls).toEqual([]);
  });

  test.each([
    'application/json;charset=ISO-8859-1',
    'application/json; charset="utf-16"',
    'application/json;charset=utf-8;charset=latin1',
    'APPLICATION/JSON ; CHARSET = UTF-16LE',
    'application/vnd.mosip+json;charset=us-ascii',
    'application/json;charset=',
  ])('in another charset is refused: %j', async (type) => {
    const service = serving();
    const answer = await service.send('update-misp-status', { path, request, headers: { 'content-type': type } });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(unreadable('body is not UTF-8'));
    expect(service.store.calls).toEqual([]);
  });

  const inBase64 = (bytes: Buffer) => ({ path, body: bytes.toString('base64'), isBase64Encoded: true });
  const parts = envelope({ ...update, name: 'M|ller' }).split('|');
  const withBytes = (bytes: readonly number[]) =>
    Buffer.concat([Buffer.from(parts[0]!), Buffer.from(bytes), Buffer.from(parts[1]!)]);

  test.each([
    ['Latin-1', [0xfc]],
    ['a lone continuation', [0x80]],
    ['an overlong form', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['half a character', [0xe2, 0x82]],
    ['a code point beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
  ])('that is not UTF-8 is refused: %s', async (_, bytes) => {
    const service = serving();
    const answer = await service.send('update-misp', inBase64(withBytes(bytes)));
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(unreadable('body is not UTF-8'));
    expect(service.store.calls).toEqual([]);
  });

  test('in UTF-16 or UTF-32 is refused, with and without its mark', async () => {
    const text = envelope(update);
    const utf16 = Buffer.from(text, 'utf16le');
    const utf32 = Buffer.from([...text].flatMap((one) => [0, 0, 0, one.codePointAt(0)!]));
    for (const bytes of [
      utf16,
      Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]),
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]),
      utf32,
      Buffer.concat([Buffer.from([0, 0, 0xfe, 0xff]), utf32]),
    ]) {
      const service = serving();
      expect((await service.send('update-misp', inBase64(bytes))).status).toBe(400);
      expect(service.store.calls).toEqual([]);
    }
  });

  test('with a replacement by the gateway is refused', async () => {
    const answer = await serving().send('update-misp', { path, body: envelope({ ...update, name: 'M\ufffdller' }) });
    expect(answer.json).toEqual(unreadable('body is not UTF-8'));
  });

  test('may have U+FFFD as bytes or as an escape', async () => {
    for (const send of [
      inBase64(withBytes([0xef, 0xbf, 0xbd])),
      { path, body: envelope({ ...update, name: 'M|ller' }).replace('|', '\\ufffd') },
    ]) {
      const service = serving();
      expect((await service.send('update-misp', send)).json).toMatchObject({ errors: [] });
      expect(service.store.peek('100')?.name).toBe('M\ufffdller');
    }
  });

  test('may begin with one byte order mark', async () => {
    const text = envelope(update);
    const mark = '\ufeff';
    for (const send of [{ path, body: mark + text }, inBase64(Buffer.from(mark + text))]) {
      expect((await serving().send('update-misp', send)).json).toMatchObject({ errors: [] });
    }
    for (const send of [{ path, body: mark + mark + text }, inBase64(Buffer.from(mark + mark + text))]) {
      expect((await serving().send('update-misp', send)).json).toEqual(unreadable('body is not JSON'));
    }
  });

  test.each([
    ['12345678.0', []],
    ['12345678.0000000000000001', [{ errorCode: 'PMS_COR_001' }]],
  ])('with the number %s: a fraction is refused, and never rounded', async (number, errors) => {
    const body = envelope({ ...update, contactNumber: '|' }).replace('"|"', number);
    expect((await serving().send('update-misp', { path, body })).json).toMatchObject({ errors });
  });

  test('that is missing is refused, with and without a content type', async () => {
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

  test.each(['', '{', '{"request":', 'mispStatus=Active', '{"a":1}}', "{'a':1}", '\ufeff', 'NaN'])(
    'that is not JSON is refused: %j',
    async (body) => {
      const answer = await serving().send('update-misp-status', { path, body });
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual(unreadable('body is not JSON'));
    },
  );

  const named = '"id":"a","version":"1"';
  const well = '"mispStatus":"De-active"';
  const disguised = [
    `{${named},"__proto__":{"id":"b","request":{"mispStatus":"Active"}},"request":{${well}}}`,
    `{${named},"request":{${well},"__proto__":{"mispStatus":"Active"}}}`,
    `{${named},"request":{"__proto__":null,${well},"more":[[{"a":{"__proto__":{"polluted":1}}}]]}}`,
    `{${named},"request":{${well},"\\u005f_proto__":1,"__proto__":[]}}`,
    `{${named},"request":{${well},"constructor":{"prototype":{"polluted":1}},"toString":"x","hasOwnProperty":null}}`,
    `{${named},"request":{${well},"valueOf":1,"toJSON":"x","then":{},"more":[{}]},"x":1,"toString":[]}`,
  ];

  test.each(disguised)('may have unknown fields of any name: %s', async (body) => {
    const service = serving();
    const answer = await service.send('update-misp-status', { path, body });
    expect(answer.json).toMatchObject({ id: 'a', version: '1', response: { version: 3 }, errors: [] });
    expect(service.store.peek('100')?.isActive).toBe(false);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test.each([
    `{${named},"request":{"__proto__":{${well}}}}`,
    `{${named},"request":{"constructor":{${well}},"prototype":{${well}}}}`,
    `{${named},"__proto__":{"request":{${well}}}}`,
    `{${named},"__proto__":{${well}},"request":[]}`,
  ])('passes nothing through a prototype: %s', async (body) => {
    const service = serving();
    const answer = await service.send('update-misp-status', { path, body });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(
      refused('PMS_COR_001', 'Missing Input Parameter - request.mispStatus', { id: 'a', version: '1' }),
    );
    expect(service.store.calls).toEqual([]);
  });

  test('echoes no id and no version from a prototype', async () => {
    const body = `{"__proto__":{"id":"b","version":"2"},"request":{${well}}}`;
    const answer = await serving().send('update-misp-status', { path, body });
    expect(answer.json).toMatchObject({ ...NO_ECHO, errors: [] });
  });

  test.each(['', '1.5'])('may be as deep as its size allows in unknown fields, with %j in it', async (inside) => {
    const deep = `${'['.repeat(4_090)}${inside}${']'.repeat(4_090)}`;
    const body = `{"request":{"mispStatus":"De-active","more":${deep}}}`;
    expect((await serving().send('update-misp-status', { path, body })).json).toMatchObject({ errors: [] });
    const asWord = await serving().send('update-misp-status', { path, body: `{"request":{"mispStatus":${deep}}}` });
    expect(asWord.json).toMatchObject({ errors: [{ errorCode: 'PMS_COR_001' }] });
  });

  test.each([
    ['a deep list', `${'['.repeat(4_093)}${']'.repeat(4_093)}`],
    ['a long list', `[${'1,'.repeat(4_092)}1]`],
    ['a wide object', `{${Array.from({ length: 2_100 }, (_, index) => `"k${index}":1`).join()}}`],
    ['a long list after a text with a quotation mark', `"\\"","x":[${'1,'.repeat(4_092)}1]`],
  ])('may not have too many values: %s', async (_, more) => {
    const service = serving();
    const body = `{"request":{"mispStatus":"De-active","more":${more}}}`;
    const answer = await service.send('update-misp-status', { path, body });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(unreadable('body with over 4096 values'));
    expect(service.store.calls).toEqual([]);
  });

  test('may have the longest fields', async () => {
    const full = { ...update, name: ','.repeat(128), address: '[{,:'.repeat(500), note: '[{,:"\\'.repeat(2_000) };
    expect((await serving().send('update-misp', { path, body: envelope(full) })).json).toMatchObject({ errors: [] });
  });

  test('may be in base64', async () => {
    const text = envelope({ ...update, name: '\u00c9clair \ud83d\ude80' });
    const service = serving();
    const body = Buffer.from(text).toString('base64');
    const answer = await service.send('update-misp', { path, body, isBase64Encoded: true });
    expect(answer.json).toMatchObject({ id: 'mosip.partnermanagement.misp', errors: [] });
    expect(service.store.peek('100')?.name).toBe('\u00c9clair \ud83d\ude80');
  });

  test('may be at most 64 KB, counted in bytes', async () => {
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

  test('that is too large is refused before anything else is checked', async () => {
    const answer = await serving().send('update-misp-status', {
      path,
      body: '{'.repeat(70_000),
      headers: { 'content-type': 'text/plain' },
    });
    expect(answer.json).toEqual(unreadable('body over 64 KB'));
  });
});
