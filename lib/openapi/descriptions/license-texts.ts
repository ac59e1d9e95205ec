import { deactivatedMisp, exampleKey, exampleKeyHash, exampleMisp } from '../examples/example-misp.ts';
import type { OperationTexts } from './operation-text.ts';
import {
  ANY_CASE,
  LICENSE_KEY_HASH,
  LICENSE_KEY_HASH_IN_REQUEST,
  LICENSE_KEY_IN_REQUEST,
  licenseKeyInAnswer,
  MISP_ID,
  MISP_ID_IN_PATH,
  MISP_VERSION,
  timeInAnswer,
  timeInRequest,
} from './shared-descriptions.ts';

const licenseNames = {
  mispLicenseKey: LICENSE_KEY_IN_REQUEST,
  licenseKeyHash: LICENSE_KEY_HASH_IN_REQUEST,
} as const;

const { id: mispId } = exampleMisp;
const mispLicenseKey = exampleKey;
const licenseKeyHash = exampleKeyHash;

/** Descriptions of the operations on licence keys. */
export const licenseTexts = {
  'validate-license-key': {
    tag: 'Licence keys',
    description:
      'Says whether a licence key works now. **Decide only by `isActive` or by `reason`.** A key that does not work is still a success: ' +
      '`isValid`, `valid` and `message` say that a revoked key is valid. Nothing is cached. Once a revocation is answered, no later ' +
      'validation says active.',
    input: { mispId: MISP_ID_IN_PATH, mispLicenseKey: LICENSE_KEY_IN_REQUEST },
    resultName: 'Verdict',
    answer: {
      message: { description: '**Not the verdict.** A text for people. It also says "Valid" for a revoked key.' },
      misp_id: MISP_ID,
      isActive: { description: '**The verdict**: whether the licence key works.' },
      isValid: {
        description:
          '**Not the verdict.** It only says that the licence has not expired: it is true for a revoked key.',
      },
      licenseKey: licenseKeyInAnswer('The licence key, as the caller sent it, trimmed.'),
      validFrom: timeInAnswer('When the licence was issued. Nothing checks this time.'),
      validTo: timeInAnswer('The licence is expired from this time on.'),
      valid: { description: '**Not the verdict.** The same as `isValid`. One client of MOSIP reads this spelling.' },
      active: { description: '**The verdict**, the same as `isActive`. One client of MOSIP reads this spelling.' },
      reason: {
        description:
          'Why the key works or does not. Only `VALID` means that it works. If several reasons apply, this is the first: `EXPIRED`, ' +
          '`MISP_REJECTED` (the MISP is not approved), `MISP_DEACTIVATED`, `LICENSE_DEACTIVATED` (its switch is off).',
      },
      licenseKeyHash: LICENSE_KEY_HASH,
      version: MISP_VERSION,
    },
    examples: [
      { summary: 'Validate a key that works', sent: { mispId, mispLicenseKey } },
      { summary: 'Validate a key that does not work', sent: { mispId, mispLicenseKey }, misp: deactivatedMisp },
    ],
  },
  'update-license-key-status': {
    tag: 'Licence keys',
    description:
      'Switches a licence key on or off, whatever the state of its MISP. An expired licence cannot be switched on. `licenseKeyHash` can ' +
      'replace the key, so that a person who may not see a key can revoke it.',
    input: {
      mispId: MISP_ID_IN_PATH,
      ...licenseNames,
      mispLicenseKeyStatus: { description: `The switch. ${ANY_CASE}`, enum: ['Active', 'De-active'] },
    },
    oneOf: ['mispLicenseKey', 'licenseKeyHash'],
    answer: {
      mispLicenseKeyStatus: {
        description: "The caller's own word, in the same case. `Active` does not mean that the key works: validate it.",
        examples: ['Active', 'De-active'],
      },
      version: MISP_VERSION,
    },
    examples: [
      { summary: 'Switch a licence key off', sent: { mispId, mispLicenseKey, mispLicenseKeyStatus: 'De-active' } },
      {
        summary: 'Switch a licence key off without seeing it',
        sent: { mispId, licenseKeyHash, mispLicenseKeyStatus: 'De-active' },
      },
    ],
  },
  'download-license-key': {
    tag: 'Licence keys',
    description:
      'Gives the licence key of an approved and active MISP. If several work, it gives the one that expires last. **This GET can issue a ' +
      'licence**: if the licence issued last is switched on and has expired, and none works, it is renewed. A licence that somebody switched ' +
      'off is never replaced.',
    input: { mispId: MISP_ID_IN_PATH },
    answer: {
      licenseKey: licenseKeyInAnswer('The licence key.'),
      licenseKeyExpiry: {
        description: 'The day in UTC on which the licence expires. `validTo` has the time.',
        format: 'date',
        examples: ['2026-05-31'],
      },
      licenseKeyStatus: { description: 'Always Active: only a key that works is given.' },
      licenseKeyHash: LICENSE_KEY_HASH,
      validTo: timeInAnswer('The licence is expired from this time on.'),
      version: MISP_VERSION,
    },
    examples: [{ summary: 'Download the licence key', sent: { mispId } }],
  },
  'rotate-license-key': {
    tag: 'Licence keys',
    description:
      'Issues a new licence key. The keys that work expire after an overlap. With `overlapSeconds: 0` they expire now and are switched ' +
      'off as well: do this if a key has leaked. **A repeat issues another key**: send an `Idempotency-Key` or `If-Match`. The MISP must be ' +
      'approved and active.',
    input: {
      mispId: MISP_ID_IN_PATH,
      overlapSeconds: {
        description:
          'How long the earlier keys keep working, in seconds. A key that expires sooner keeps its expiry. Required: no default suits both a leak ' +
          'and a planned change.',
      },
      validTo: timeInRequest(
        'The expiry of the new licence. It must be in the future, by no more than the configuration allows. Without it the licence is valid as ' +
          'long as every new one.',
      ),
    },
    answer: {
      licenseKey: licenseKeyInAnswer('The new licence key.'),
      licenseKeyHash: LICENSE_KEY_HASH,
      validFrom: timeInAnswer('When the new licence was issued.'),
      validTo: timeInAnswer('The new licence is expired from this time on.'),
      version: MISP_VERSION,
      earlier: { description: 'The licences that worked until now, each with its expiry.' },
    },
    examples: [
      { summary: 'Replace a key, which keeps working for one hour', sent: { mispId, overlapSeconds: 3600 } },
      {
        summary: 'Replace a key that has leaked',
        sent: { mispId, overlapSeconds: 0, validTo: '2027-03-03T00:00:00Z' },
      },
    ],
  },
  'change-license-validity': {
    tag: 'Licence keys',
    description:
      'Sets the expiry of one licence, earlier or later than before, whatever the state of its MISP and of its switch. An expired licence cannot ' +
      'get another expiry. To stop a licence now, switch it off. Name the licence by `mispLicenseKey`, by `licenseKeyHash`, or by both.',
    input: {
      mispId: MISP_ID_IN_PATH,
      ...licenseNames,
      validTo: timeInRequest('The new expiry. It must be in the future, by no more than the configuration allows.'),
    },
    oneOf: ['mispLicenseKey', 'licenseKeyHash'],
    answer: {
      licenseKeyHash: LICENSE_KEY_HASH,
      validFrom: timeInAnswer('When the licence was issued.'),
      validTo: timeInAnswer('The licence is expired from this time on.'),
      version: MISP_VERSION,
    },
    examples: [
      {
        summary: 'Set the expiry of a licence',
        sent: { mispId, licenseKeyHash, validTo: '2026-12-31T23:59:59Z' },
      },
    ],
  },
} satisfies Partial<OperationTexts>;
