import { describe, expect, test } from '@jest/globals';
import {
  authorizerVariables,
  operationVariables,
  publisherVariables,
  readEnvironment,
  type VariableName,
  variables,
} from '../../../functions/environment/environment.ts';
import { defaultProvider } from '../../../lib/functions/stand-ins/environment-credentials.ts';

const read = (name: VariableName, value: string | undefined) => readEnvironment([name], { [name]: value })[name];

describe('an environment variable', () => {
  test.each([
    ['MISPS_TABLE', 'misp-prod-misps', 'misp-prod-misps'],
    ['AUDIT_OUTBOX_TABLE', 'x', 'x'],
    ['ERROR_CODES', '1.1.4', '1.1.4'],
    ['ERROR_CODES', '1.0', '1.0'],
    ['LICENSE_KEY_LENGTH', '32', 32],
    ['LICENSE_KEY_LENGTH', '050', 50],
    ['LICENSE_KEY_LENGTH', '128', 128],
    ['LICENSE_VALIDITY_DAYS', '1', 1],
    ['LICENSE_VALIDITY_DAYS', '36500', 36_500],
    ['LICENSE_MAX_VALIDITY_DAYS', '1', 1],
    ['LICENSE_MAX_VALIDITY_DAYS', '36500', 36_500],
    ['LICENSE_KEYS_IN_LISTS', 'full', 'full'],
    ['LICENSE_KEYS_IN_LISTS', 'masked', 'masked'],
    ['TOKEN_SOURCE', 'header', 'header'],
    ['TOKEN_SOURCE', 'cookie', 'cookie'],
    ['TOKEN_SOURCE', 'either', 'either'],
    ['TOKEN_ALGORITHMS', 'RS256', ['RS256']],
    ['TOKEN_ALGORITHMS', 'RS256,ES256', ['RS256', 'ES256']],
    ['TOKEN_ALGORITHMS', ',RS256,', ['RS256']],
    ['TOKEN_ISSUER', 'https://issuer.test', 'https://issuer.test'],
    ['TOKEN_KEYS', 'from-issuer', 'from-issuer'],
    ['SEPARATION_OF_DUTIES', 'on', 'on'],
    ['SEPARATION_OF_DUTIES', 'off', 'off'],
    [
      'TOKEN_RIGHTS',
      'validate=MISP,V;read=MISP;register=R;approve=A;operate=O;keys=K',
      {
        validate: ['MISP', 'V'],
        read: ['MISP'],
        register: ['R'],
        approve: ['A'],
        operate: ['O'],
        keys: ['K'],
      },
    ],
  ] as const)('%s %j is read as %j', (name, text, value) => {
    expect(read(name, text)).toEqual(value);
  });

  test.each([
    ['MISPS_TABLE', ''],
    ['MISPS_TABLE', undefined],
    ['ERROR_CODES', '1.1'],
    ['ERROR_CODES', ''],
    ['LICENSE_KEY_LENGTH', '31'],
    ['LICENSE_KEY_LENGTH', '129'],
    ['LICENSE_KEY_LENGTH', '50.5'],
    ['LICENSE_KEY_LENGTH', '5e1'],
    ['LICENSE_KEY_LENGTH', ' 50'],
    ['LICENSE_KEY_LENGTH', '0000000050'],
    ['LICENSE_VALIDITY_DAYS', '0'],
    ['LICENSE_VALIDITY_DAYS', '-1'],
    ['LICENSE_VALIDITY_DAYS', '36501'],
    ['LICENSE_MAX_VALIDITY_DAYS', '0'],
    ['LICENSE_MAX_VALIDITY_DAYS', '36501'],
    ['LICENSE_MAX_VALIDITY_DAYS', ''],
    ['LICENSE_KEYS_IN_LISTS', 'Full'],
    ['TOKEN_SOURCE', 'body'],
    ['SEPARATION_OF_DUTIES', 'true'],
    ['TOKEN_RIGHTS', 'MISP'],
    ['TOKEN_RIGHTS', ''],
    ['TOKEN_ALGORITHMS', ''],
    ['TOKEN_ALGORITHMS', ','],
    ['TOKEN_AUDIENCE', ''],
  ] as const)('%s may not be %j', (name, text) => {
    expect(() => read(name, text)).toThrow(`Environment variables missing or not allowed: ${name}`);
  });

  test('that is invalid is reported with all other invalid ones, without values', () => {
    const source = { MISPS_TABLE: 'misps', ERROR_CODES: 'secret-value', LICENSE_KEY_LENGTH: '7' };
    expect(() => readEnvironment(['MISPS_TABLE', 'ERROR_CODES', 'LICENSE_KEY_LENGTH', 'AUDIT_BUS'], source)).toThrow(
      new Error('Environment variables missing or not allowed: ERROR_CODES, LICENSE_KEY_LENGTH, AUDIT_BUS'),
    );
  });

  test('is read only if requested', () => {
    const wanted = { SERVICE: 'misp-prod', AUDIT_BUS: 'bus', AUDIT_OUTBOX_TABLE: 'outbox' };
    expect(readEnvironment(publisherVariables, { ...wanted, ERROR_CODES: 'wrong' })).toEqual(wanted);
    expect(readEnvironment([], {})).toEqual({});
  });
});

describe('the lists of variables', () => {
  test('name what the functions read', () => {
    expect(operationVariables).toEqual(['SERVICE', 'MISPS_TABLE', 'AUDIT_OUTBOX_TABLE', 'ERROR_CODES']);
    expect(publisherVariables).toEqual(['SERVICE', 'AUDIT_OUTBOX_TABLE', 'AUDIT_BUS']);
    expect(authorizerVariables).toHaveLength(10);
    for (const name of [...operationVariables, ...publisherVariables, ...authorizerVariables]) {
      expect(variables).toHaveProperty(name);
    }
  });
});

describe('the credentials of the bundles', () => {
  const credentials = async (values: Readonly<Record<string, string | undefined>>) => {
    const before = { ...process.env };
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) delete process.env[name];
    Object.assign(process.env, values);
    try {
      return await defaultProvider()();
    } finally {
      process.env = before;
    }
  };

  test('come from the environment', async () => {
    expect(
      await credentials({ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'sec', AWS_SESSION_TOKEN: 'tok' }),
    ).toEqual({
      accessKeyId: 'id',
      secretAccessKey: 'sec',
      sessionToken: 'tok',
    });
    expect(await credentials({ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'sec' })).toEqual({
      accessKeyId: 'id',
      secretAccessKey: 'sec',
    });
  });

  test.each([{}, { AWS_ACCESS_KEY_ID: 'id' }, { AWS_SECRET_ACCESS_KEY: 'sec' }])(
    'are missing for %j',
    async (values) => {
      await expect(credentials(values)).rejects.toThrow('No AWS credentials in the environment');
    },
  );
});
