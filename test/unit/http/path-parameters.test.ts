import { describe, expect, test } from '@jest/globals';
import { type CatalogEvent, catalog } from '../../../functions/audit/catalog.ts';
import { expandRow } from '../../../functions/audit/expand-row.ts';
import { pathParametersOf } from '../../../functions/operation/contract.ts';
import { type OperationName, operations } from '../../../functions/operations.ts';
import { type AuditSequence, operationSequences } from '../../scenarios/audit-sequences.ts';
import { sampleKey, sampleLicense, sampleMisp } from '../../support/sample-misp.ts';
import { sampleRequests } from '../../support/sample-requests.ts';
import { InMemoryService, type TestRequest } from '../../support/serve-in-memory.ts';

const key = sampleKey(1);
const profile = { name: 'New', contactNumber: '5', emailId: 'a@x.org', address: 'B' };

/** A valid request to an operation with an id in its path and an unknown key, and its result for an unknown MISP. */
function withNoSuchMisp(operation: OperationName) {
  const sample = sampleRequests[operation].request ?? {};
  const request = 'mispLicenseKey' in Object(sample) ? { ...Object(sample), mispLicenseKey: 'nobodys' } : sample;
  const isOfNobody = ({ error = '' }: AuditSequence) => ['PMS_MSP_005', 'PMS_MSP_406'].includes(error);
  const ending = operationSequences.find((sequence) => sequence.operation === operation && isOfNobody(sequence));
  return { request, ending };
}
const namesMisp = (digits: string) =>
  Object.values<CatalogEvent>(catalog).some(
    ({ eventId, reference }) => eventId === `PMS_MSP_${digits}` && reference !== 'none',
  );

/** Requests that are refused before the MISP is looked up. */
const refusedEarlier: readonly (readonly [OperationName, object, readonly string[]])[] = [
  ['process-misp-status', { mispStatus: 'x' }, ['104-called INVALID', '403 INVALID']],
  ['update-misp', { ...profile, emailId: 'x' }, ['107', '416 INVALID']],
  ['update-misp-status', { mispStatus: 'x' }, ['112', '407 INVALID']],
  ['update-license-key-status', { mispLicenseKey: key, mispLicenseKeyStatus: 'x' }, ['114', '418 INVALID']],
];

/** What people type, paste or inject into a path, decoded by the gateway. */
const noIds = [
  ['a licence key that works', key],
  ['a licence key of the shortest length', 'aB3xK9'.repeat(6).slice(0, 32)],
  ['an e-mail address', 'jane.doe@example.org'],
  ['a phone number', '+919876543210'],
  ['a phone number in groups', '+91 98765 43210'],
  ['a phone number of digits', '919876543210'],
  ['a header', '100\r\nX-Injected:1'],
  ['a null character', '227\u0000'],
  ['an override', '100\u202egnp.exe'],
  ['a token', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl'],
  ['dots', '..'],
  ['markup', '<script>alert(1)</script>'],
  ['half a surrogate pair', 'id\ud800'],
] as const;

function serving() {
  const service = new InMemoryService();
  service.store.seed(sampleMisp({ licenses: [sampleLicense()] }));
  return service;
}

/** Everything that a request left: its answers in both forms, the log, the metrics, the row and its records. */
async function traces(service: InMemoryService, operation: OperationName, send: TestRequest): Promise<string> {
  const envelope = await service.send(operation, send);
  const problem = await service.send(operation, { ...send, headers: { accept: 'application/problem+json' } });
  const { rows } = service.store;
  return JSON.stringify([envelope, problem, service.traces, rows, rows.flatMap((row) => expandRow(row))]);
}

/** The forms of a text in JSON, and in JSON within JSON. */
const spellings = (text: string) => {
  const once = JSON.stringify(text).slice(1, -1);
  return [text, once, JSON.stringify(once).slice(1, -1)];
};

const withId = operations.filter(({ path }) => pathParametersOf(path).includes('mispId')).map(({ name }) => name);

describe.each(withId)('an illegal id, for %s', (operation) => {
  const { request, ending } = withNoSuchMisp(operation);

  test.each(noIds)('is unknown without a read, and appears nowhere: %s', async (_, mispId) => {
    const service = serving();
    const left = await traces(service, operation, { path: { mispId }, request });
    expect(service.store.calls).toEqual(['putRow', 'putRow']);
    const trail = service.lastTrail.map((note) => note.replace(/^(\d+)-\w+/, '$1'));
    expect(trail).toEqual(ending?.events.map((digits) => (namesMisp(digits) ? `${digits} INVALID` : digits)));
    expect(service.store.rows[0]).toMatchObject({ mispId: 'INVALID', outcome: ending?.error });
    for (const spelling of spellings(mispId)) expect(left).not.toContain(spelling);
  });
});

test('the message about an illegal id ends without the id', async () => {
  const { json } = await serving().send('get-misp', { path: { mispId: 'jane.doe@example.org' } });
  expect(json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_005', message: 'MISP ID does not exist  ' }] });
});

test.each(refusedEarlier)('%s %j with such an id is refused for its other fault, without the id', async (...row) => {
  const [operation, request, trail] = row;
  for (const [, mispId] of noIds) {
    const service = serving();
    const left = await traces(service, operation, { path: { mispId }, request });
    expect(service.store.calls).toEqual(['putRow', 'putRow']);
    expect(service.lastTrail).toEqual(trail);
    if (mispId !== key) for (const spelling of spellings(mispId)) expect(left).not.toContain(spelling);
  }
});

test.each(['validate-license-key', 'update-license-key-status'] as const)(
  '%s does not look up a working key with an illegal id',
  async (operation) => {
    for (const [, mispId] of noIds) {
      const service = serving();
      const request = { mispLicenseKey: key, mispLicenseKeyStatus: 'De-active' };
      const { json } = await service.send(operation, { path: { mispId }, request });
      expect(json).toMatchObject({ errors: [{ message: `MISP License Key does not exists ${key}` }] });
      expect(service.store.calls).toEqual(['putRow']);
      expect(JSON.stringify([service.traces, service.store.rows.flatMap((row) => expandRow(row))])).not.toContain(key);
    }
  },
);

test('the name of a search is in no record and no log', async () => {
  for (const [, orgName] of noIds) {
    const service = serving();
    const left = await traces(service, 'find-misps-by-name', { path: { orgName } });
    for (const spelling of spellings(orgName)) expect(left).not.toContain(spelling);
  }
});
