import type { MispClient, MispError, MispWithLicenses, Verdict } from '../src/index.ts';

/**
 * Uses of the client that the compiler must refuse. A `@ts-expect-error` is itself an error if its next line compiles.
 */

export const mistakes = (client: MispClient) => [
  // @ts-expect-error neither organizationName nor name
  client.registerMisp({ contactNumber: '1', emailId: 'a@x.org', address: 'Here' }),
  // @ts-expect-error a word that does not exist
  client.processMispStatus('100', { mispStatus: 'aproved' }),
  // @ts-expect-error a field that does not exist
  client.rotateLicenseKey('100', { overlapSeconds: 0, overlap: 1 }),
  // @ts-expect-error a limit is a number
  client.listMisps({ limit: '2' }),
  // @ts-expect-error no such filter
  client.listMisps({ active: true }),
  // @ts-expect-error a validation changes nothing: it takes no idempotency key
  client.validateLicenseKey('100', { mispLicenseKey: 'k' }, { idempotencyKey: 'k' }),
  // @ts-expect-error a registration has no earlier version to match
  client.registerMisp({ name: 'A', contactNumber: '1', emailId: 'a@x.org', address: 'B' }, { ifMatch: 1 }),
  // @ts-expect-error the value may be missing and was not checked
  client.getMisp('100').then(({ value }) => value),
  // @ts-expect-error a rejection issues no licence key
  client.processMispStatus('100', { mispStatus: 'approved' }).then((it) => it.ok && it.value.mispLicenseKey.length),
];

export function looks(verdict: Verdict, { misp, misp_licenses: licenses }: MispWithLicenses, error: MispError) {
  return [
    // @ts-expect-error no such field
    verdict.isRevoked,
    // @ts-expect-error no such word
    verdict.reason === 'REVOKED',
    // @ts-expect-error a version is a number
    misp.version === '3',
    // @ts-expect-error there may be none
    licenses[0].licenseKeyHash,
    // @ts-expect-error no such error
    error.kind === 'on-holiday',
    // @ts-expect-error a broken connection has no code
    error.code,
  ];
}

export function everyKind(error: MispError): string {
  switch (error.kind) {
    case 'gateway':
    case 'unreachable':
    case 'unknown':
      return error.kind;
    default:
      // @ts-expect-error all documented errors are still possible here
      return error.kind satisfies 'name-taken';
  }
}
