import type { OperationText } from './operation-text.ts';
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
} from './shared-words.ts';

/** What the document says of the operations about licence keys. */

const licenseNames = {
  mispLicenseKey: LICENSE_KEY_IN_REQUEST,
  licenseKeyHash: LICENSE_KEY_HASH_IN_REQUEST,
} as const;

export const validateLicenseKey: OperationText<'validate-license-key'> = {
  tag: 'Licence keys',
  description:
    'Says whether a licence key works now. **Decide by `isActive` or by `reason`, and by nothing else.** A key that does not work is a ' +
    'success as well: `isValid`, `valid` and `message` say of a revoked key that it is valid. Nothing is cached: once a revocation is ' +
    'answered, no later validation says active.',
  input: { mispId: MISP_ID_IN_PATH, mispLicenseKey: LICENSE_KEY_IN_REQUEST },
  resultName: 'Verdict',
  answer: {
    message: { description: '**Not the verdict.** A text for people, which says "Valid" of a revoked key too.' },
    misp_id: MISP_ID,
    isActive: { description: '**The verdict**: whether the licence key works.' },
    isValid: { description: '**Not the verdict.** Only that the licence has not expired: a revoked key shows true.' },
    licenseKey: licenseKeyInAnswer('The licence key, as the caller sent it.'),
    validFrom: timeInAnswer('When the licence was issued. Nothing checks this time.'),
    validTo: timeInAnswer('From this time on the licence is expired.'),
    valid: { description: '**Not the verdict.** The same as `isValid`. One client of MOSIP reads this spelling.' },
    active: { description: '**The verdict**, the same as `isActive`. One client of MOSIP reads this spelling.' },
    reason: {
      description:
        'Why the key works or does not. `VALID` alone means that it works. The first that holds is shown: `EXPIRED`, `MISP_REJECTED` (the ' +
        'MISP is not approved), `MISP_DEACTIVATED`, `LICENSE_DEACTIVATED` (its switch is off).',
    },
    licenseKeyHash: LICENSE_KEY_HASH,
    version: MISP_VERSION,
  },
};

export const updateLicenseKeyStatus: OperationText<'update-license-key-status'> = {
  tag: 'Licence keys',
  description:
    'Switches a licence key on or off, whatever the state of its MISP. An expired licence cannot be switched on. `licenseKeyHash` can take ' +
    'the place of the key, so that somebody who may not see a key can revoke it.',
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
};

export const downloadLicenseKey: OperationText<'download-license-key'> = {
  tag: 'Licence keys',
  description:
    'Gives the licence key of an approved and active MISP. Of several that work it gives the one that expires last. **This GET can issue a ' +
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
    validTo: timeInAnswer('From this time on the licence is expired.'),
    version: MISP_VERSION,
  },
};

export const rotateLicenseKey: OperationText<'rotate-license-key'> = {
  tag: 'Licence keys',
  description:
    'Issues a new licence key, and ends the keys that work when an overlap is over. With `overlapSeconds: 0` they end now and are switched ' +
    'off as well: do this when a key has leaked. **A repeat issues another key**: send an `Idempotency-Key` or `If-Match`. The MISP must be ' +
    'approved and active.',
  input: {
    mispId: MISP_ID_IN_PATH,
    overlapSeconds: {
      description:
        'How long the earlier keys go on working, in seconds. A key that ends sooner keeps its end. Required: no default suits both a leak ' +
        'and a planned change.',
    },
    validTo: timeInRequest(
      'The end of the new licence. It must lie ahead, by no more than the configuration allows. Without it the licence lasts as long as ' +
        'every new one.',
    ),
  },
  answer: {
    licenseKey: licenseKeyInAnswer('The new licence key.'),
    licenseKeyHash: LICENSE_KEY_HASH,
    validFrom: timeInAnswer('When the new licence was issued.'),
    validTo: timeInAnswer('From this time on the new licence is expired.'),
    version: MISP_VERSION,
    earlier: { description: 'The licences that worked until now, each with its end.' },
  },
};

export const changeLicenseValidity: OperationText<'change-license-validity'> = {
  tag: 'Licence keys',
  description:
    'Sets the end of one licence, sooner or later than it was, whatever the state of its MISP and of its switch. An expired licence gets no ' +
    'other end. To end a licence now, switch it off. The fields `mispLicenseKey` and `licenseKeyHash` name the licence: one of them, or both.',
  input: {
    mispId: MISP_ID_IN_PATH,
    ...licenseNames,
    validTo: timeInRequest('The new end. It must lie ahead, by no more than the configuration allows.'),
  },
  oneOf: ['mispLicenseKey', 'licenseKeyHash'],
  answer: {
    licenseKeyHash: LICENSE_KEY_HASH,
    validFrom: timeInAnswer('When the licence was issued.'),
    validTo: timeInAnswer('From this time on the licence is expired.'),
    version: MISP_VERSION,
  },
};
