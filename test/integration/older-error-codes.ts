import { expect, test } from '@jest/globals';
import { auditSequences } from '../scenarios/all-sequences.ts';
import type { AuditSequence } from '../scenarios/audit-sequences.ts';
import type { ServiceDriver, ServiceRequest } from '../scenarios/service-driver.ts';

const PROBLEM = { accept: 'application/problem+json' };

/** Codes of both generations, status and problem type; this test has its own copy of docs/errors.md. */
const table: Readonly<Record<string, readonly [code: string, status: number, type: string]>> = {
  PMS_MSP_402: ['PMS_MSP_003', 409, 'name-taken'],
  PMS_MSP_401: ['PMS_MSP_004', 422, 'invalid-email'],
  PMS_MSP_005: ['PMS_MSP_005', 404, 'unknown-misp'],
  PMS_MSP_406: ['PMS_MSP_006', 404, 'unknown-license'],
  PMS_MSP_408: ['PMS_MSP_007', 404, 'license-of-another-misp'],
  PMS_MSP_409: ['PMS_MSP_012', 404, 'nothing-found'],
  PMS_MSP_405: ['PMS_MSP_1013', 409, 'misp-not-active'],
  PMS_MSP_404: ['PMS_MSP_014', 409, 'already-in-status'],
  PMS_MSP_403: ['PMS_MSP_015', 422, 'invalid-approval-word'],
  PMS_MSP_407: ['PMS_MSP_016', 422, 'invalid-activity-word'],
  PMS_MSP_418: ['PMS_MSPL_016', 422, 'invalid-license-status-word'],
  'PMS_MSP_419 expired': ['PMS_MSP_017', 409, 'license-expired'],
  'PMS_MSP_419 not approved': ['PMS_MSP_018', 409, 'misp-not-approved'],
  PMS_MSP_413: ['PMS_MSP_019', 409, 'no-active-license'],
  PMS_MSP_901: ['PMS_MSP_901', 409, 'too-many-licenses'],
  'KER-ATH-403': ['KER-ATH-403', 403, 'access-denied'],
  PMS_MSP_902: ['PMS_MSP_902', 412, 'version-mismatch'],
  PMS_MSP_903: ['PMS_MSP_903', 422, 'idempotency-key-conflict'],
  PMS_MSP_905: ['PMS_MSP_905', 409, 'misp-too-large'],
};

const refusals = auditSequences.filter((sequence) => sequence.error !== undefined);

/**
 * Every row of the table of errors, with the older codes; the sequences themselves cover the newer ones.
 * @param service with the older codes, which checks its answers and events against their documents.
 * @param requestOf the request of a sequence that was carried out: a refusal changes nothing, so it is refused again.
 */
export function testOlderErrorCodes(
  service: ServiceDriver,
  requestOf: (sequence: AuditSequence) => ServiceRequest,
): void {
  test.each(refusals.map((sequence) => [`${sequence.operation}: ${sequence.path}`, sequence] as const))(
    '%s',
    async (_, sequence) => {
      const request = requestOf(sequence);
      const [code, status, type] = table[sequence.error!] ?? table[`${sequence.error} ${sequence.path}`]!;

      const envelope = await service.send(request);
      expect(envelope.status).toBe(sequence.status ?? 200);
      expect(envelope.body).toMatchObject({ response: null, metadata: null });
      expect(envelope.body.errors).toEqual([{ errorCode: code, message: expect.any(String) }]);
      // A denied request is not read.
      if (request.method !== 'GET' && sequence.status !== 403)
        expect(envelope.body).toMatchObject({ id: 'mosip.misp', version: '1.0' });

      const problem = await service.send({ ...request, headers: { ...request.headers, ...PROBLEM } });
      expect(problem.status).toBe(status);
      expect(problem.headers['content-type']).toBe('application/problem+json');
      expect(problem.body).toEqual({
        type: `urn:mosip:pms:misp:${type}`,
        title: expect.any(String),
        status,
        code,
        detail: envelope.body.errors[0].message,
        requestId: problem.requestId,
        errors: [],
      });
      const outcomes = (await service.eventsOf(problem.requestId)).map(({ detail }) => detail.outcome);
      expect(new Set(outcomes)).toEqual(new Set([sequence.outcome ?? code]));
    },
  );

  test('every row of the table occurred', () => {
    const seen = new Set(refusals.map(({ error, path }) => (table[error!] ? error : `${error} ${path}`)));
    expect([...seen].sort()).toEqual(Object.keys(table).sort());
  });
}
