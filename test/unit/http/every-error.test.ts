import { describe, expect, test } from '@jest/globals';
import { StoreUnavailable } from '../../../functions/storage/misp-store.ts';
import { NOW, sampleKey, sampleLicense, sampleMisp } from '../../support/sample-misp.ts';
import { envelope, InMemoryService, type TestRequest } from '../../support/serve-in-memory.ts';

type Operation = Parameters<InMemoryService['send']>[0];

interface ErrorCase {
  readonly what: string;
  /** Codes of the generations 1.1.4 and 1.0. */
  readonly codes: readonly [string, string];
  readonly envelopeStatus: number;
  readonly problemStatus: number;
  readonly message: string;
  readonly operation: Operation;
  readonly send: TestRequest;
  readonly prepare?: (service: InMemoryService) => void;
  /** The fault of the request's own form in a problem: pointer and reason; only if the request is malformed. */
  readonly fault?: readonly [pointer: string, reason: string];
}

/** The last part of a problem's type, by the older code (which distinguishes more cases) and the status. */
const types: Readonly<Record<string, string>> = {
  'PMS_MSP_003 409': 'name-taken',
  'PMS_MSP_004 422': 'invalid-email',
  'PMS_MSP_005 404': 'unknown-misp',
  'PMS_MSP_006 404': 'unknown-license',
  'PMS_MSP_007 404': 'license-of-another-misp',
  'PMS_MSP_012 404': 'nothing-found',
  'PMS_MSP_1013 409': 'misp-not-active',
  'PMS_MSP_014 409': 'already-in-status',
  'PMS_MSP_015 422': 'invalid-approval-word',
  'PMS_MSP_016 422': 'invalid-activity-word',
  'PMS_MSPL_016 422': 'invalid-license-status-word',
  'PMS_MSP_017 409': 'license-expired',
  'PMS_MSP_018 409': 'misp-not-approved',
  'PMS_MSP_019 409': 'no-active-license',
  'PMS_COR_001 400': 'invalid-request',
  'PMS_COR_002 400': 'invalid-request',
  'PMS_COR_003 503': 'temporarily-unavailable',
  'PMS_COR_003 500': 'internal-error',
};

const business = (
  what: string,
  codes: readonly [string, string],
  problemStatus: number,
  message: string,
  operation: Operation,
  send: TestRequest,
  prepare?: (service: InMemoryService) => void,
): ErrorCase => ({
  what,
  codes: [`PMS_${codes[0]}`, `PMS_${codes[1]}`],
  envelopeStatus: 200,
  problemStatus,
  message,
  operation,
  send,
  ...(prepare === undefined ? {} : { prepare }),
});
const common = (
  what: string,
  code: string,
  status: number,
  message: string,
  operation: Operation,
  send: TestRequest,
  prepare?: (service: InMemoryService) => void,
): ErrorCase => ({
  ...business(what, [code, code], status, message, operation, send, prepare),
  envelopeStatus: status,
});
const malformed = (
  what: string,
  code: string,
  fault: readonly [string, string],
  message: string,
  operation: Operation,
  send: TestRequest,
): ErrorCase => ({ ...common(what, code, 400, message, operation, send), fault });

const profile = { name: 'Taken', contactNumber: '5', emailId: 'a@x.org', address: 'A' };
const path = { mispId: '100' };
const key = sampleKey(1);
const holding =
  (misp: Parameters<typeof sampleMisp>[0], license?: Parameters<typeof sampleLicense>[0]) =>
  (service: InMemoryService) => {
    service.store.seed(sampleMisp({ licenses: license === undefined ? [] : [sampleLicense(license)], ...misp }));
  };
const failing = (error: Error) => (service: InMemoryService) => {
  service.store.hooks = {
    before: () => {
      throw error;
    },
  };
};

/**
 * Each kind of error once, in one operation; operations/ and the audit sequences cover the errors of each operation.
 */
const cases: readonly ErrorCase[] = [
  business(
    'a taken name',
    ['MSP_402', 'MSP_003'],
    409,
    'MISP already registred with name :  Taken',
    'update-misp',
    { path, request: profile },
    (service) => service.store.seed(sampleMisp(), sampleMisp({ id: '101', name: 'Taken' })),
  ),
  business('a bad e-mail address', ['MSP_401', 'MSP_004'], 422, 'Invalid email id.', 'register-misp', {
    request: { ...profile, emailId: 'x' },
  }),
  business('an unknown MISP id', ['MSP_005', 'MSP_005'], 404, 'MISP ID does not exist  100', 'get-misp', { path }),
  business(
    'an unknown key',
    ['MSP_406', 'MSP_006'],
    404,
    'MISP License Key does not exists abc',
    'validate-license-key',
    { path, request: { mispLicenseKey: 'abc' } },
    holding({}),
  ),
  business(
    'no licence to download',
    ['MSP_406', 'MSP_006'],
    404,
    'MISP License Key does not exists',
    'download-license-key',
    { path },
    holding({}),
  ),
  business(
    'a key of another MISP',
    ['MSP_408', 'MSP_007'],
    404,
    'MISP License key not associated to MISP ID  MISPID: 100',
    'validate-license-key',
    { path, request: { mispLicenseKey: key } },
    holding({ id: '101' }, {}),
  ),
  business('nothing found', ['MSP_409', 'MSP_012'], 404, 'No MISP details found', 'list-misps', {}),
  business(
    'a de-active MISP',
    ['MSP_405', 'MSP_1013'],
    409,
    'Misp is not active.',
    'process-misp-status',
    { path, request: { mispStatus: 'approved' } },
    holding({ status: 'Inprogress', isActive: false }),
  ),
  business(
    'approved already',
    ['MSP_404', 'MSP_014'],
    409,
    'Misp already approved',
    'process-misp-status',
    { path, request: { mispStatus: 'Approved' } },
    holding({}),
  ),
  business(
    'rejected already',
    ['MSP_404', 'MSP_014'],
    409,
    'Misp already rejected',
    'process-misp-status',
    { path, request: { mispStatus: 'REJECTED' } },
    holding({ status: 'rejected' }),
  ),
  business(
    'a wrong approval word',
    ['MSP_403', 'MSP_015'],
    422,
    'mispStatus either approved or rejected.',
    'process-misp-status',
    { path, request: { mispStatus: 'Active' } },
  ),
  business(
    'a wrong activity word',
    ['MSP_407', 'MSP_016'],
    422,
    'mispStatus either Active or De-active.',
    'update-misp-status',
    { path, request: { mispStatus: 'approved' } },
  ),
  business(
    'a wrong key status word',
    ['MSP_418', 'MSPL_016'],
    422,
    'mispLicenseKeyStatus either Active or De-active.',
    'update-license-key-status',
    { path, request: { mispLicenseKey: key, mispLicenseKeyStatus: 'on' } },
  ),
  business(
    'an expired key to be activated',
    ['MSP_419', 'MSP_017'],
    409,
    'misp license is expired.Cannot activate the same.',
    'update-license-key-status',
    { path, request: { mispLicenseKey: key, mispLicenseKeyStatus: 'Active' } },
    holding({}, { validTo: NOW }),
  ),
  business(
    'a download before approval',
    ['MSP_419', 'MSP_018'],
    409,
    'misp is not yet approved.',
    'download-license-key',
    { path },
    holding({ status: 'Inprogress' }),
  ),
  business(
    'no active licence',
    ['MSP_413', 'MSP_019'],
    409,
    'misp license all are inactive.',
    'download-license-key',
    { path },
    holding({}, { isSwitchedOn: false }),
  ),
  malformed(
    'a missing field',
    'COR_001',
    ['/request/mispStatus', 'missing'],
    'Missing Input Parameter - request.mispStatus',
    'update-misp-status',
    { path, request: {} },
  ),
  malformed(
    'a wrong content type',
    'COR_002',
    ['', 'wrong-content-type'],
    'Invalid Input Parameter - content type is not application/json',
    'update-misp-status',
    { path, body: envelope({ mispStatus: 'Active' }), headers: { 'content-type': 'text/plain' } },
  ),
  malformed(
    'another encoding',
    'COR_002',
    ['', 'not-utf-8'],
    'Invalid Input Parameter - body is not UTF-8',
    'update-misp-status',
    { path, body: envelope({ mispStatus: 'Active\ufffd' }) },
  ),
  malformed(
    'unreadable JSON',
    'COR_002',
    ['', 'not-json'],
    'Invalid Input Parameter - body is not JSON',
    'update-misp-status',
    { path, body: '{' },
  ),
  malformed(
    'a body of over 64 KB',
    'COR_002',
    ['', 'too-large'],
    'Invalid Input Parameter - body over 64 KB',
    'update-misp-status',
    { path, body: envelope({ mispStatus: 'Active', more: 'x'.repeat(65_536) }) },
  ),
  malformed(
    'a limit out of bounds',
    'COR_002',
    ['/limit', 'out-of-range'],
    'Invalid Input Parameter - limit',
    'list-misps',
    { query: { limit: '501' } },
  ),
  common(
    'an unreachable store',
    'COR_003',
    503,
    'Could not process the request',
    'get-misp',
    { path },
    failing(new StoreUnavailable('no answer from 10.0.0.7')),
  ),
  common(
    'anything unforeseen',
    'COR_003',
    500,
    'Could not process the request',
    'get-misp',
    { path },
    failing(new TypeError('x of undefined')),
  ),
];

const answerTo = async ({ prepare, operation, send }: ErrorCase, errorCodes: '1.1.4' | '1.0', accept?: string) => {
  const service = new InMemoryService({ errorCodes });
  prepare?.(service);
  const headers = { ...send.headers, ...(accept === undefined ? {} : { accept }) };
  return { service, answer: await service.send(operation, { ...send, headers, requestId: 'request-8' }) };
};

/** The echo of a refusal: nothing for a GET, or for an unreadable body. */
const echoOf = ({ operation, codes, message }: ErrorCase) =>
  /^(get|list|find|download)-/.test(operation) || (codes[0] === 'PMS_COR_002' && !message.endsWith('limit'))
    ? { id: null, version: null }
    : { id: 'mosip.partnermanagement.misp', version: '1.0' };

const generations = [
  ['1.1.4', 0],
  ['1.0', 1],
] as const;

describe.each(generations)('errors of generation %s', (errorCodes, column) => {
  test.each(cases)('in the envelope: $what', async (errorCase) => {
    const { service, answer } = await answerTo(errorCase, errorCodes);
    expect(answer.status).toBe(errorCase.envelopeStatus);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.json).toEqual({
      ...echoOf(errorCase),
      responsetime: '2026-03-01T10:20:30.456Z',
      metadata: null,
      response: null,
      errors: [{ errorCode: errorCase.codes[column], message: errorCase.message }],
    });
    if (errorCase.envelopeStatus === 200) expect(service.store.rows[0]?.outcome).toBe(errorCase.codes[column]);
    else expect(service.store.rows).toEqual([]);
  });

  test.each(cases)('as a problem: $what', async (errorCase) => {
    const { answer } = await answerTo(errorCase, errorCodes, 'application/problem+json');
    expect(answer.status).toBe(errorCase.problemStatus);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    const [pointer, reason] = errorCase.fault ?? [];
    const code = errorCase.codes[column];
    expect(answer.json).toEqual({
      type: `urn:mosip:pms:misp:${types[`${errorCase.codes[1]} ${errorCase.problemStatus}`]}`,
      title: expect.stringMatching(/^[A-Z][a-zA-Z -]+$/),
      status: errorCase.problemStatus,
      detail: errorCase.message,
      code,
      requestId: 'request-8',
      errors: errorCase.fault === undefined ? [] : [{ code, pointer, reason }],
    });
  });
});

test('the table of types has every case, with its own title', async () => {
  const titles = new Map<string, Set<unknown>>();
  for (const errorCase of cases) {
    const { answer } = await answerTo(errorCase, '1.1.4', 'application/problem+json');
    const { type, title } = answer.json as { readonly type: string; readonly title: string };
    titles.set(type, (titles.get(type) ?? new Set()).add(title));
  }
  expect([...titles.keys()].sort()).toEqual(
    [...new Set(Object.values(types))].map((one) => `urn:mosip:pms:misp:${one}`).sort(),
  );
  expect([...titles.values()].map(({ size }) => size)).toEqual([...titles].map(() => 1));
  expect(new Set([...titles.values()].flatMap((some) => [...some])).size).toBe(titles.size);
});
