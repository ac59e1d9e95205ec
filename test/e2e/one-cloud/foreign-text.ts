import { beforeAll, describe, expect, test } from '@jest/globals';
import { approved, newName, profileFields, registered } from '../../scenarios/arrangements.ts';
import type { ServiceAnswer } from '../../scenarios/service-driver.ts';
import { driver } from './cloud.ts';

/** Text as people type, paste and encode it, from the request's bytes to the bus. */

let authorization: Record<string, string>;
beforeAll(async () => {
  authorization = { authorization: `Bearer ${await driver.cloud.token()}` };
});

/** A JSON type that the gateway does not treat as text: the body arrives in base64, its bytes unchanged. */
const BYTES = 'application/vnd.mosip+v1+json';

const register = (body: string | Buffer, contentType = 'application/json') =>
  driver.raw('POST', '/misps', { headers: { ...authorization, 'content-type': contentType }, body });
const registerNamed = (name: string, more: Readonly<Record<string, unknown>> = {}) =>
  driver.send({ method: 'POST', path: '/misps', fields: { ...profileFields(name), ...more } });
const bodyOf = (name: string, more: object = {}) => JSON.stringify({ request: { ...profileFields(name), ...more } });
const codesOf = ({ body }: ServiceAnswer) => body.errors.map(({ errorCode }: { errorCode: string }) => errorCode);
const shown = async (id: string) =>
  (await driver.send({ method: 'GET', path: `/misps/mispId/${id}` })).body.response.misp;

describe('a path with an illegal MISP id', () => {
  const routes = [
    ['GET', (id: string) => `/misps/mispId/${id}`, undefined, 'PMS_MSP_005'],
    ['GET', (id: string) => `/misps/${id}/licenseKey`, undefined, 'PMS_MSP_005'],
    ['PATCH', (id: string) => `/misps/${id}/status`, { mispStatus: 'approved' }, 'PMS_MSP_005'],
    ['PATCH', (id: string) => `/misps/${id}`, { mispStatus: 'Active' }, 'PMS_MSP_005'],
    ['PUT', (id: string) => `/misps/${id}`, { ...profileFields('x'), name: 'x' }, 'PMS_MSP_005'],
    ['PATCH', (id: string) => `/misps/${id}/licenseKey`, { mispLicenseKey: 'nobodys' }, 'PMS_MSP_406'],
    [
      'PUT',
      (id: string) => `/misps/${id}/licenseKey`,
      { mispLicenseKey: 'nobodys', mispLicenseKeyStatus: 'Active' },
      'PMS_MSP_406',
    ],
  ] as const;

  test.each([
    ['a licence key that works', undefined],
    ['an e-mail address', 'jane.doe@example.org'],
    ['a phone number', '+919876543210'],
    ['a line break', '100\r\nX:1'],
    ['a null character', '227\u0000'],
  ])('%s appears in no answer, log or record', async (_, text) => {
    const id = text ?? (await approved(driver)).key;
    for (const [method, pathOf, fields, code] of routes) {
      const request = { method, path: pathOf(encodeURIComponent(id)), ...(fields === undefined ? {} : { fields }) };
      const answer = await driver.send(request);
      expect(codesOf(answer)).toEqual([code]);
      const problem = await driver.send({ ...request, headers: { accept: 'application/problem+json' } });
      expect(problem.status).toBe(404);
      const events = await driver.eventsOf(answer.requestId);
      expect(events.map(({ detail }) => detail.mispId)).toEqual(['INVALID', 'INVALID']);
      const logs = driver.cloud.functions().map(({ name }) => driver.cloud.logs(name));
      const left = JSON.stringify([answer, problem, events, logs]);
      expect(left).not.toContain(id);
      expect(left).not.toContain(JSON.stringify(id).slice(1, -1));
      expect(left).not.toContain(encodeURIComponent(id));
    }
  });
});

describe('names that look the same', () => {
  test.each([
    ['Zero\u200bWidth', 'ZeroWidth'],
    ['Soft\u00adHyphen', 'SoftHyphen'],
    ['Cafe\u200d\u0301', 'CAF\u00c9'],
    ['\u03a6\u03a9\u03a3 n \u03a6\u03a9\u03a3', '\u03c6\u03c9\u03c3 n \u03c6\u03c9\u03c3'],
  ])('%j and %j are the same name', async (first, second) => {
    expect(codesOf(await registerNamed(first))).toEqual([]);
    expect(codesOf(await registerNamed(second))).toEqual(['PMS_MSP_402']);
  });

  test.each(['\u202eAcme', 'Ac\u2066me\u2069', '\u200b', '\u3164', 'Acme\ufdd0'])(
    '%j is not a valid name',
    async (name) => {
      expect(codesOf(await registerNamed(name))).toEqual(['PMS_COR_001']);
    },
  );

  test('a word that ends in a sigma is a prefix of a longer one', async () => {
    const name = '\u039f\u0394\u039f\u03a3\u0395\u0391\u03a3';
    await registerNamed(name);
    const found = await driver.send({ method: 'GET', path: `/misps/name/${encodeURIComponent(name.slice(0, 4))}` });
    expect(found.body.response.map(({ misp }: { misp: { name: string } }) => misp.name)).toEqual([name]);
  });
});

describe('bytes', () => {
  test.each(['application/json', BYTES])('in Latin-1 are refused, as %s', async (contentType) => {
    for (const name of ['M\u00fcll', 'M\u00e4ll']) {
      const answer = await register(Buffer.from(bodyOf(name), 'latin1'), contentType);
      expect(answer.status).toBe(400);
      expect(codesOf(answer)).toEqual(['PMS_COR_002']);
    }
  });

  test.each(['application/json', 'application/json ; charset=utf-8', BYTES])(
    'after a byte order mark are read, as %s',
    async (contentType) => {
      const name = newName('M\u00fcll');
      const answer = await register(`\ufeff${bodyOf(name)}`, contentType);
      expect(answer.body.errors).toEqual([]);
      expect((await shown(answer.body.response.mispID)).name).toBe(name);
    },
  );
});

describe('values', () => {
  test('are accepted as written, and addresses in several lines', async () => {
    const more = { contactNumber: 9876543210, address: '12 Main Street\nBangalore', emailId: ' info@example.org ' };
    const answer = await registerNamed(newName(), more);
    expect(await shown(answer.body.response.mispID)).toMatchObject({
      contactNumber: '9876543210',
      address: '12 Main Street\nBangalore',
      emailId: 'info@example.org',
    });
  });

  test('of licence keys are trimmed', async () => {
    const { id, key } = await approved(driver);
    for (const mispLicenseKey of [` ${key}`, `${key}\n`]) {
      const fields = { mispLicenseKey };
      const { body } = await driver.send({ method: 'PATCH', path: `/misps/${id}/licenseKey`, fields });
      expect(body.response).toMatchObject({ licenseKey: key, reason: 'VALID' });
    }
  });

  test("of an update may have the names of MOSIP's example or of its own answer", async () => {
    const id = await registered(driver);
    const { emailId, ...others } = profileFields(newName());
    const path = `/misps/${id}`;
    const first = await driver.send({ method: 'PUT', path, fields: { ...others, emailID: emailId } });
    expect(first.body.errors).toEqual([]);
    const again = await driver.send({ method: 'PUT', path, fields: first.body.response });
    expect(again.body.response).toEqual({ ...first.body.response, version: first.body.response.version + 1 });
  });
});

test('a caller gets the form of error that its Accept header prefers', async () => {
  const typeFor = async (accept: string) => {
    const answer = await driver.send({ method: 'GET', path: '/misps/mispId/999', headers: { accept } });
    return answer.headers['content-type'];
  };
  expect(await typeFor('application/json;q=0.9, application/problem+json;q=0.1')).toBe('application/json');
  expect(await typeFor('application/json, application/problem+json')).toBe('application/json');
  expect(await typeFor('application/json;q=0.1, application/problem+json')).toBe('application/problem+json');
});
