/** The errors of the contract, with the codes of both generations and the messages. */

export type Refusal = keyof typeof codes;

const codes = {
  'name taken': ['PMS_MSP_402', 'PMS_MSP_003'],
  'bad e-mail': ['PMS_MSP_401', 'PMS_MSP_004'],
  'unknown MISP': ['PMS_MSP_005', 'PMS_MSP_005'],
  'unknown key': ['PMS_MSP_406', 'PMS_MSP_006'],
  'key of another MISP': ['PMS_MSP_408', 'PMS_MSP_007'],
  'nothing found': ['PMS_MSP_409', 'PMS_MSP_012'],
  'MISP de-active': ['PMS_MSP_405', 'PMS_MSP_1013'],
  already: ['PMS_MSP_404', 'PMS_MSP_014'],
  'wrong approval word': ['PMS_MSP_403', 'PMS_MSP_015'],
  'wrong activity word': ['PMS_MSP_407', 'PMS_MSP_016'],
  'wrong key status word': ['PMS_MSP_418', 'PMS_MSPL_016'],
  'key expired': ['PMS_MSP_419', 'PMS_MSP_017'],
  'not approved': ['PMS_MSP_419', 'PMS_MSP_018'],
  'none active': ['PMS_MSP_413', 'PMS_MSP_019'],
  'too many licences': ['PMS_MSP_901', 'PMS_MSP_901'],
  'another version': ['PMS_MSP_902', 'PMS_MSP_902'],
  'key of another request': ['PMS_MSP_903', 'PMS_MSP_903'],
} as const;

export function codeOf(refusal: Refusal, generation: '1.1.4' | '1.0'): string {
  return codes[refusal][generation === '1.1.4' ? 0 : 1];
}

/** @param about what the message names: the name, the id, the key or the status. */
export function messageOf(refusal: Refusal, about = ''): string {
  const messages: Readonly<Record<Refusal, string>> = {
    'name taken': `MISP already registred with name :  ${about}`,
    'bad e-mail': 'Invalid email id.',
    'unknown MISP': `MISP ID does not exist  ${about}`,
    'unknown key': `MISP License Key does not exists${about === '' ? '' : ` ${about}`}`,
    'key of another MISP': `MISP License key not associated to MISP ID  MISPID: ${about}`,
    'nothing found': 'No MISP details found',
    'MISP de-active': 'Misp is not active.',
    already: `Misp already ${about}`,
    'wrong approval word': 'mispStatus either approved or rejected.',
    'wrong activity word': 'mispStatus either Active or De-active.',
    'wrong key status word': 'mispLicenseKeyStatus either Active or De-active.',
    'key expired': 'misp license is expired.Cannot activate the same.',
    'not approved': 'misp is not yet approved.',
    'none active': 'misp license all are inactive.',
    'too many licences': 'MISP has too many licenses',
    'another version': 'MISP has changed',
    'key of another request': 'Idempotency key was used for another request',
  };
  return messages[refusal];
}

/** The HTTP status in the envelope: 200, except for errors of headers that MOSIP's clients do not send. */
export function statusOf(refusal: Refusal): number {
  if (refusal === 'another version') return 412;
  return refusal === 'key of another request' ? 422 : 200;
}
