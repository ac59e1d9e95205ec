import { expect, test } from '@jest/globals';
import { AnswersAsDocumented, type OpenapiDocument, publishedDocument } from '../support/answers-as-documented.ts';
import { sampleLicense, sampleMisp } from '../support/sample-misp.ts';
import { InMemoryService } from '../support/serve-in-memory.ts';

/** The check of answers is worthless unless it finds an undocumented answer. */

const path = { mispId: '100' };

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

async function answerTo(headers: Readonly<Record<string, string>> = {}, mispId = '100'): Promise<Answer> {
  const service = new InMemoryService();
  service.store.seed(sampleMisp({ licenses: [sampleLicense()] }));
  const answer = await service.send('get-misp', { path: { mispId }, headers });
  return {
    status: Number(answer.status),
    headers: {
      ...Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)])),
      ...ID,
    },
    body: answer.json,
  };
}
const ID = { 'apigw-requestid': 'request-1' };
const PROBLEM = { accept: 'application/problem+json' };

function faultsOf(answer: Answer, change: (document: OpenapiDocument) => void = () => {}): readonly string[] {
  const document = publishedDocument();
  change(document);
  return new AnswersAsDocumented(document).faultsOf('GET', `/misps/mispId/${path.mispId}`, answer);
}

test('every schema passes a strict validator, and every format exists', () => {
  const documented = new AnswersAsDocumented(publishedDocument());
  for (const name of Object.keys(publishedDocument().components.schemas)) documented.fits(name, {});
  const misspelt = publishedDocument();
  misspelt.components.schemas.Problem.properties.type.format = 'urii';
  expect(() => new AnswersAsDocumented(misspelt).fits('Problem', {})).toThrow('unknown format "urii"');
});

test('real answers have no faults', async () => {
  expect(faultsOf(await answerTo())).toEqual([]);
  expect(faultsOf(await answerTo({}, '999'))).toEqual([]);
  expect(faultsOf(await answerTo(PROBLEM, '999'))).toEqual([]);
});

test.each<readonly [string, (document: OpenapiDocument) => void, readonly string[]]>([
  [
    'a field has another name',
    ({ components: { schemas } }) => {
      const { name, ...others } = schemas.Misp.properties;
      Object.assign(schemas.Misp, { properties: { ...others, title: name }, required: ['title'] });
    },
    ["/response/misp must have required property 'title'"],
  ],
  [
    'a field has another type',
    ({ components: { schemas } }) =>
      Object.assign(schemas.Misp.properties.version, { type: 'string', minimum: undefined }),
    ['/response/misp/version must be string'],
  ],
  [
    'a text has another form',
    ({ components: { schemas } }) =>
      Object.assign(schemas.License.properties.licenseKeyHash, { pattern: '^[0-9A-F]{64}$' }),
    ['/response/misp_licenses/0/licenseKeyHash must match pattern "^[0-9A-F]{64}$"'],
  ],
  [
    'there is no such status',
    ({ paths }) => delete paths['/misps/mispId/{mispId}'].get.responses[200],
    ['the status 200 is not documented'],
  ],
  [
    'it has another media type',
    ({ paths }) => {
      const { content } = paths['/misps/mispId/{mispId}'].get.responses[200];
      content['text/json'] = content['application/json'];
      delete content['application/json'];
    },
    ['"application/json" is not documented with the status 200'],
  ],
  [
    'it has no such header',
    ({ paths }) => delete paths['/misps/mispId/{mispId}'].get.responses[200].headers.ETag,
    ['the header etag is not documented here'],
  ],
  [
    'a header has another form',
    ({ components }) => Object.assign(components.headers.ETag.schema, { pattern: '^W/"[0-9]+"$' }),
    ['header etag: the body must match pattern "^W/"[0-9]+"$"'],
  ],
])('a fault is found if in the document %s', async (_, change, faults) => {
  expect(faultsOf(await answerTo(), change)).toEqual(expect.arrayContaining([...faults]));
});

test('a fault is found if an answer lacks its request id, or has a body of another kind', async () => {
  const answer = await answerTo();
  expect(faultsOf({ ...answer, headers: { 'content-type': 'application/json' } })).toEqual([
    'the header apigw-requestid is missing',
  ]);
  expect(faultsOf({ ...answer, body: { message: 'Forbidden' } })).not.toEqual([]);
  expect(faultsOf({ ...answer, body: undefined })).not.toEqual([]);
});

test("without an operation only the gateway's own answers pass", () => {
  const documented = new AnswersAsDocumented(publishedDocument());
  const answer = { status: 404, headers: { 'content-type': 'application/json' } };
  expect(documented.faultsOf('GET', '/nothing', { ...answer, body: { message: 'Not Found' } })).toEqual([]);
  expect(documented.faultsOf('GET', '/nothing', { ...answer, body: { errors: [] } })).not.toEqual([]);
});
