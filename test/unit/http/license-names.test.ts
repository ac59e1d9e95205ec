import { describe, expect, test } from '@jest/globals';
import { readInput } from '../../../functions/http/read-input.ts';
import { request } from '../../../functions/lambdas/update-license-key-status/update-license-key-status.ts';
import { licenseNamedBy } from '../../../functions/operation/find-license.ts';
import { RejectedInput } from '../../../functions/operation/rejected-input.ts';
import { NOW, sampleKey, sampleLicense, sampleMisp, sha256 } from '../../support/sample-misp.ts';
import { answered, InMemoryService, refused } from '../../support/serve-in-memory.ts';

const key = sampleKey(1);
const hash = sha256(key);
const others = { mispId: '100', mispLicenseKeyStatus: 'Active' };

function read(names: object) {
  const body = { request: { mispLicenseKeyStatus: 'Active', ...names } };
  return readInput(request, { path: { mispId: '100' }, query: {}, headers: {}, body }, NOW).input;
}

/** The faults of the names, in order: field and reason. */
function faultsOf(names: object): readonly string[] {
  try {
    read(names);
  } catch (error) {
    if (!(error instanceof RejectedInput)) throw error;
    return error.problems.map((problem) => (problem.in === 'field' ? `${problem.name} ${problem.reason}` : problem.in));
  }
  throw new Error('Nothing was wrong');
}

describe('a licence is named', () => {
  test.each<[string, object, object]>([
    ['by its key', { mispLicenseKey: key }, { mispLicenseKey: key }],
    ['by its key with white space around it', { mispLicenseKey: ` ${key}\n` }, { mispLicenseKey: key }],
    ['by its hash', { licenseKeyHash: hash }, { licenseKeyHash: hash }],
    ['by its hash in upper case', { licenseKeyHash: hash.toUpperCase() }, { licenseKeyHash: hash.toUpperCase() }],
    ['by both', { mispLicenseKey: key, licenseKeyHash: hash }, { mispLicenseKey: key, licenseKeyHash: hash }],
    [
      'by both, in any case and with white space',
      { mispLicenseKey: `\t${key} `, licenseKeyHash: hash.toUpperCase() },
      { mispLicenseKey: key, licenseKeyHash: hash.toUpperCase() },
    ],
    ['by its key with a null hash', { mispLicenseKey: key, licenseKeyHash: null }, { mispLicenseKey: key }],
    ['by its hash with a null key', { mispLicenseKey: null, licenseKeyHash: hash }, { licenseKeyHash: hash }],
  ])('%s', (_, names, input) => {
    expect(read(names)).toEqual({ ...others, ...input });
    expect(licenseNamedBy(read(names)).hash).toBe(hash);
  });

  test('as sent: the key if present', () => {
    expect(licenseNamedBy({ mispLicenseKey: key, licenseKeyHash: hash })).toEqual({ hash, sent: key });
    expect(licenseNamedBy({ mispLicenseKey: key })).toEqual({ hash, sent: key });
    expect(licenseNamedBy({ licenseKeyHash: hash })).toEqual({ hash, sent: hash });
    const upper = hash.toUpperCase();
    expect(licenseNamedBy({ licenseKeyHash: upper })).toEqual({ hash, sent: upper });
    expect(licenseNamedBy({ mispLicenseKey: key, licenseKeyHash: upper })).toEqual({ hash, sent: key });
  });
});

describe('a licence is not named', () => {
  test.each<[string, object, readonly string[]]>([
    ['by nothing', {}, ['mispLicenseKey missing']],
    ['by null', { mispLicenseKey: null }, ['mispLicenseKey missing']],
    ['by null twice', { mispLicenseKey: null, licenseKeyHash: null }, ['mispLicenseKey missing']],
    [
      'by a key and the hash of another',
      { mispLicenseKey: key, licenseKeyHash: sha256('other') },
      ['licenseKeyHash not-allowed'],
    ],
    ['by a blank key', { mispLicenseKey: ' ' }, ['mispLicenseKey blank']],
    ['by an empty key with a hash', { mispLicenseKey: '', licenseKeyHash: hash }, ['mispLicenseKey blank']],
    ['by a key that is a list', { mispLicenseKey: [key] }, ['mispLicenseKey wrong-type']],
    ['by an empty hash', { licenseKeyHash: '' }, ['licenseKeyHash blank']],
    ['by a blank hash', { licenseKeyHash: ' \u200b' }, ['licenseKeyHash blank']],
    ['by 63 digits', { licenseKeyHash: hash.slice(1) }, ['licenseKeyHash not-allowed']],
    ['by 65 digits', { licenseKeyHash: `${hash}0` }, ['licenseKeyHash too-long']],
    ['by an invalid digit', { licenseKeyHash: `${hash.slice(1)}g` }, ['licenseKeyHash not-allowed']],
    ['by a hash with white space', { licenseKeyHash: ` ${hash.slice(1)}` }, ['licenseKeyHash not-allowed']],
    ['by a hash with a line break', { licenseKeyHash: `${hash.slice(1)}\n` }, ['licenseKeyHash not-allowed']],
    ['by a number for a hash', { licenseKeyHash: 5 }, ['licenseKeyHash not-allowed']],
    ['by an object for a hash', { licenseKeyHash: {} }, ['licenseKeyHash wrong-type']],
    ['by a bad hash with a good key', { mispLicenseKey: key, licenseKeyHash: 'x' }, ['licenseKeyHash not-allowed']],
    [
      'by two bad names',
      { mispLicenseKey: ' ', licenseKeyHash: 'x' },
      ['mispLicenseKey blank', 'licenseKeyHash not-allowed'],
    ],
  ])('%s', (_, names, faults) => expect(faultsOf(names)).toEqual(faults));

  test('the errors of the names are listed with all others, in the order of the fields', () => {
    expect(faultsOf({ mispLicenseKeyStatus: null })).toEqual([
      'mispLicenseKey missing',
      'mispLicenseKeyStatus missing',
    ]);
    expect(faultsOf({ licenseKeyHash: 'x', mispLicenseKeyStatus: ' ' })).toEqual([
      'licenseKeyHash not-allowed',
      'mispLicenseKeyStatus blank',
    ]);
  });
});

describe('key status with a hash', () => {
  const serving = () => {
    const service = new InMemoryService();
    service.store.seed(
      sampleMisp({ version: 3, licenses: [sampleLicense({ isSwitchedOn: false })] }),
      sampleMisp({ id: '101', name: 'B' }),
    );
    const send = (names: object, mispId = '100') =>
      service.send('update-license-key-status', {
        path: { mispId },
        request: { mispLicenseKeyStatus: 'Active', ...names },
      });
    return { service, send };
  };

  test.each([
    { licenseKeyHash: hash },
    { licenseKeyHash: hash.toUpperCase() },
    { licenseKeyHash: hash, mispLicenseKey: key },
  ])('switches the licence that %j names', async (names) => {
    const { service, send } = serving();
    expect((await send(names)).json).toEqual(answered({ mispLicenseKeyStatus: 'Active', version: 4 }));
    expect(service.store.peek('100')?.licenses[0]?.isSwitchedOn).toBe(true);
    expect(service.store.calls).toEqual(['get', 'commit']);
    expect(service.lastTrail).toEqual(['114', '115 100', '206']);
  });

  test.each([
    ['lower case', sha256('nobody')],
    ['upper case', sha256('nobody').toUpperCase()],
  ])('without a licence is unknown: the message ends in the hash as sent, in %s', async (_, nobodys) => {
    const { service, send } = serving();
    expect((await send({ licenseKeyHash: nobodys })).json).toEqual(
      refused('PMS_MSP_406', `MISP License Key does not exists ${nobodys}`),
    );
    expect(service.lastTrail).toEqual(['114', '406']);
  });

  test('of another MISP is reported as such', async () => {
    const { service, send } = serving();
    expect((await send({ licenseKeyHash: hash }, '101')).json).toEqual(
      refused('PMS_MSP_408', 'MISP License key not associated to MISP ID  MISPID: 101'),
    );
    expect(service.lastTrail).toEqual(['114', '408 101']);
  });

  test('that does not match the key is a 400 without a record', async () => {
    const { service, send } = serving();
    const answer = await send({ licenseKeyHash: sha256('other'), mispLicenseKey: key });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(refused('PMS_COR_001', 'Missing Input Parameter - request.licenseKeyHash'));
    expect(answer.text).not.toContain(key);
    expect(service.store.calls).toEqual([]);
  });
});
