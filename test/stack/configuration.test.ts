import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { stages } from '../../bin/stages.ts';
import { synthesize } from '../../bin/synthesize.ts';
import { allowedValues } from '../../lib/configuration/fields.ts';
import { ConfigurationError, configurationOf, parseStage } from '../../lib/configuration/parse-stage.ts';
import { stageSettings } from '../../lib/configuration/stage-settings.ts';
import { projectFolder } from '../../lib/project-folder.ts';
import { devSettings, prodSettings } from './template.ts';

const errorOf = (settings: object): string => {
  try {
    parseStage('prod', { ...prodSettings, ...settings });
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
  return 'accepted';
};
const auth = prodSettings.auth;

describe('the delivered stages', () => {
  test('dev is complete; prod needs an issuer and an audience and says so', () => {
    expect(configurationOf('dev', stages)).toMatchObject({ data: 'destroy', auth: { tokenSource: 'either' } });
    const { prod } = stages;
    const unset = { ...prod!, auth: { ...prod!.auth, issuer: undefined, audience: undefined } };
    expect(() => configurationOf('prod', { prod: unset })).toThrow(
      /^stage prod: auth\.issuer is missing: set it in bin\/stages\.ts \(allowed: .+\)\nstage prod: auth\.audience is missing: .+$/,
    );
    const set = { ...unset, auth: { ...unset.auth, issuer: 'https://issuer.example.org', audience: 'misp' } };
    expect(configurationOf('prod', { prod: set })).toMatchObject({ data: 'retain', auth: { tokenSource: 'header' } });
  });

  test('an unknown stage is refused with a list of the existing ones', () => {
    for (const name of ['staging', 'toString']) {
      expect(() => configurationOf(name, stages)).toThrow(
        `stage ${name}: there is no such stage in bin/stages.ts: it has dev, prod`,
      );
    }
  });
});

test('omitted fields have their defaults', () => {
  expect(parseStage('prod', prodSettings)).toEqual({
    stage: 'prod',
    serviceName: 'misp',
    data: 'retain',
    basePath: '/partnermanagement/v1/misps',
    errorCodes: '1.1.4',
    licenseKeyLength: 50,
    licenseValidityDays: 90,
    licenseMaxValidityDays: 3650,
    expiryNoticeDays: [30, 15, 7, 3, 1],
    licenseKeysInLists: 'full',
    separationOfDuties: false,
    auth: {
      issuer: 'https://issuer.example.org/realms/mosip',
      audience: 'misp-management-service',
      tokenSource: 'header',
      cacheSeconds: 60,
      algorithms: ['RS256'],
      rolesClaim: 'realm_access.roles',
      userIdClaim: 'sub',
      userNameClaim: 'preferred_username',
      rights: {
        ...{ validate: ['MISP'], read: ['MISP'], register: ['MISP'] },
        ...{ approve: ['MISP'], operate: ['MISP'], keys: ['MISP'] },
      },
    },
    throttling: { rate: 500, burst: 1000, validate: { rate: 500, burst: 1000 } },
    corsHeaders: [],
    corsOrigins: [],
    functionMemory: 512,
    reservedConcurrency: {},
    logRetentionDays: 30,
    auditLogRetentionDays: 3653,
    auditArchiveDays: 0,
    eventSchemas: false,
    redriveRoleArns: [],
    alarms: { enabled: true, refusedPercent: 25, refusedRequests: 50 },
    tracing: true,
    tableNames: {},
  });
});

/** An invalid value of every field, and the place that the message names. */
const WRONG: readonly (readonly [field: string, settings: object])[] = [
  ['serviceName', { serviceName: 'Misp' }],
  ['serviceName', { serviceName: 'a-name-that-is-far-too-long' }],
  ['data', { data: 'keep' }],
  ['basePath', { basePath: '/v1/' }],
  ['basePath', { basePath: 'v1' }],
  ['basePath', { basePath: '/..' }],
  ['basePath', { basePath: '/v1/./misps' }],
  ['basePath', { basePath: `/${'x'.repeat(200)}` }],
  ['errorCodes', { errorCodes: '1.2' }],
  ['licenseKeyLength', { licenseKeyLength: 31 }],
  ['licenseKeyLength', { licenseKeyLength: 129 }],
  ['licenseKeyLength', { licenseKeyLength: 50.5 }],
  ['licenseValidityDays', { licenseValidityDays: 0 }],
  ['licenseMaxValidityDays', { licenseMaxValidityDays: 0 }],
  ['licenseMaxValidityDays', { licenseMaxValidityDays: 36_501 }],
  ['licenseMaxValidityDays', { licenseMaxValidityDays: 365.5 }],
  ['licenseMaxValidityDays', { licenseMaxValidityDays: '365' }],
  ['licenseKeysInLists', { licenseKeysInLists: 'none' }],
  ['separationOfDuties', { separationOfDuties: 'yes' }],
  ['corsHeaders.0', { corsHeaders: ['X-Upper'] }],
  ['auth', { auth: 'none' }],
  ['auth.rights', { auth: { ...auth, rights: ['MISP'] } }],
  ...(['validate', 'read', 'register', 'approve', 'operate', 'keys'] as const).flatMap((right) =>
    [[], 'MISP', ['\u200b'], ['TWO WORDS'], ['A,B'], ['A;B'], ['A=B']].map(
      (roles) =>
        [
          `auth.rights.${right}${roles.length === 1 ? '.0' : ''}`,
          { auth: { ...auth, rights: { [right]: roles } } },
        ] as const,
    ),
  ),
  ['auth.issuer', { auth: { ...auth, issuer: 'http://issuer.example.org' } }],
  ['auth.issuer', { auth: { ...auth, issuer: 'issuer.example.org' } }],
  ...['https:///', 'https://%%%', 'https://user@issuer.example.org', 'https://a:b@issuer.example.org/r'].map(
    (issuer) => ['auth.issuer', { auth: { ...auth, issuer } }] as const,
  ),
  ['auth.audience', { auth: { ...auth, audience: 'two words' } }],
  ['auth.audience', { auth: { ...auth, audience: '\u200b' } }],
  ['auth.tokenSource', { auth: { ...auth, tokenSource: 'query' } }],
  ['auth.cacheSeconds', { auth: { ...auth, cacheSeconds: 301 } }],
  ['auth.algorithms', { auth: { ...auth, algorithms: [] } }],
  ['auth.algorithms.0', { auth: { ...auth, algorithms: ['none'] } }],
  ['auth.algorithms.1', { auth: { ...auth, algorithms: ['RS256', 'HS256'] } }],
  ['auth.rolesClaim', { auth: { ...auth, rolesClaim: 'a b' } }],
  ['auth.userIdClaim', { auth: { ...auth, userIdClaim: 7 } }],
  ['auth.userIdClaim', { auth: { ...auth, userIdClaim: '...' } }],
  ['auth.rolesClaim', { auth: { ...auth, rolesClaim: '.a' } }],
  ['auth.rolesClaim', { auth: { ...auth, rolesClaim: 'a..b' } }],
  ['auth.userNameClaim', { auth: { ...auth, userNameClaim: 'x'.repeat(201) } }],
  ['throttling.rate', { throttling: { rate: 0 } }],
  ['throttling.burst', { throttling: { burst: -1 } }],
  ['throttling.validate', { throttling: { validate: 100 } }],
  ['throttling.validate.rate', { throttling: { validate: { rate: 0.5 } } }],
  ['throttling.validate.burst', { throttling: { validate: { burst: 100_001 } } }],
  ['corsOrigins.0', { corsOrigins: ['https://console.example.org/'] }],
  ['corsOrigins.0', { corsOrigins: ['*'] }],
  ['functionMemory', { functionMemory: 64 }],
  ['reservedConcurrency.get-misp', { reservedConcurrency: { 'get-misp': 0 } }],
  ['logRetentionDays', { logRetentionDays: 31 }],
  ['auditLogRetentionDays', { auditLogRetentionDays: 0 }],
  ['auditArchiveDays', { auditArchiveDays: -1 }],
  ['eventSchemas', { eventSchemas: 'yes' }],
  ['redriveRoleArns', { redriveRoleArns: 'arn:aws:iam::123456789012:role/operator' }],
  ['redriveRoleArns', { redriveRoleArns: Array.from({ length: 11 }, (_, n) => `arn:aws:iam::123456789012:role/${n}`) }],
  ['redriveRoleArns.0', { redriveRoleArns: ['operator'] }],
  ['redriveRoleArns.0', { redriveRoleArns: ['arn:aws:iam::123456789012:role/*'] }],
  ['redriveRoleArns.0', { redriveRoleArns: ['arn:aws:iam::123456789012:root'] }],
  ['redriveRoleArns.0', { redriveRoleArns: ['arn:aws:sts::123456789012:assumed-role/operator/jane'] }],
  ['alarms', { alarms: false }],
  ['alarms.enabled', { alarms: { enabled: 'no' } }],
  ['alarms.email', { alarms: { email: 'nobody' } }],
  ['alarms.topicArn', { alarms: { topicArn: 'operations' } }],
  ['alarms.refusedPercent', { alarms: { refusedPercent: 101 } }],
  ['alarms.refusedRequests', { alarms: { refusedRequests: 0 } }],
  ['tracing', { tracing: 'off' }],
  [
    'customDomain.domainName',
    { customDomain: { domainName: 'localhost', certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1' } },
  ],
  ...[`${'a.'.repeat(130)}org`, 'misp.xn--', 'misp.1', '-a.org'].map(
    (domainName) =>
      [
        'customDomain.domainName',
        { customDomain: { domainName, certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1' } },
      ] as const,
  ),
  ...['https://Console.example.org', 'https://a.org:443', 'http://a.org:80', 'http://x:99999'].map(
    (origin) => ['corsOrigins.0', { corsOrigins: [origin] }] as const,
  ),
  ...['jane,joe@example.org', '<jane@example.org>', 'mailto:jane@example.org', 'jane@example'].map(
    (email) => ['alarms.email', { alarms: { email } }] as const,
  ),
  ['alarms.refusedPercent', { alarms: { refusedPercent: 100 } }],
  ['redriveRoleArns.0', { redriveRoleArns: ['arn:aws:iam::123456789012:role/operator/'] }],
  ['redriveRoleArns.0', { redriveRoleArns: ['arn:awsx:iam::123456789012:role/operator'] }],
  ['customDomain.certificateArn', { customDomain: { domainName: 'misp.example.org', certificateArn: '1' } }],
  ['tableNames.misps', { tableNames: { misps: 'ab' } }],
];

describe('an invalid value', () => {
  test.each(WRONG)('of %s is refused by name, with the allowed values: %j', (field, settings) => {
    const message = errorOf(settings);
    const known = allowedValues[field] ?? allowedValues[field.slice(0, field.lastIndexOf('.'))];
    expect(message).toBe(
      `stage prod: ${field} is ${JSON.stringify(valueAt(settings, field))}, which is not allowed: write ${known} in bin/stages.ts`,
    );
  });

  test('of several fields is refused in one message', () => {
    expect(errorOf({ data: 'keep', functionMemory: 64 }).split('\n')).toHaveLength(2);
  });

  test('that is missing or empty is reported as missing', () => {
    for (const issuer of [undefined, '']) {
      expect(errorOf({ auth: { ...auth, issuer } })).toBe(
        `stage prod: auth.issuer is missing: set it in bin/stages.ts (allowed: ${allowedValues['auth.issuer']})`,
      );
    }
    expect(errorOf({ auth: undefined })).toMatch(/^stage prod: auth is missing/);
  });

  test('in a field that does not exist is refused, so that no misspelt setting is ignored', () => {
    expect(errorOf({ licenceKeyLength: 50 })).toBe(
      'stage prod: licenceKeyLength is not a field: remove it from bin/stages.ts or correct its name',
    );
    expect(errorOf({ auth: { ...auth, isuer: 'x' } })).toContain('auth.isuer is not a field');
    expect(errorOf({ reservedConcurrency: { 'get-mips': 1 } })).toContain(
      'reservedConcurrency.get-mips is not a field',
    );
  });

  test('two destinations for alarms are refused', () => {
    const alarms = { email: 'ops@example.org', topicArn: 'arn:aws:sns:eu-west-1:123456789012:operations' };
    expect(errorOf({ alarms })).toBe('stage prod: alarms has both email and topicArn: keep one in bin/stages.ts');
  });

  test('a validity above the maximum is refused; the maximum is not', () => {
    expect(errorOf({ licenseValidityDays: 3651 })).toBe(
      'stage prod: licenseValidityDays is 3651, which is more than licenseMaxValidityDays (3650): change one of the two in bin/stages.ts',
    );
    expect(errorOf({ licenseMaxValidityDays: 89 })).toMatch(/^stage prod: licenseValidityDays is 90, .+ \(89\): /);
    expect(errorOf({ licenseValidityDays: 3650 })).toBe('accepted');
    expect(errorOf({ licenseMaxValidityDays: 90 })).toBe('accepted');
    expect(errorOf({ licenseValidityDays: 36_500, licenseMaxValidityDays: 36_500 })).toBe('accepted');
  });

  test('one name for both tables is refused', () => {
    expect(errorOf({ tableNames: { misps: 'misp-prod-audit-outbox' } })).toBe(
      'stage prod: tableNames.misps is the name of the audit outbox: write another in bin/stages.ts',
    );
  });

  test('a stage whose name would not fit into physical names is refused', () => {
    for (const name of ['Prod', 'my-stage', 'a-very-long-stage-name', '']) {
      expect(() => parseStage(name, prodSettings)).toThrow('the name of a stage is a lower-case letter');
    }
  });
});

function valueAt(settings: unknown, field: string): unknown {
  return field.split('.').reduce<unknown>((value, key) => Reflect.get(value as object, key), settings);
}

/** Every field of the schema by its full name, including those of nested objects. */
function fieldsOf(schema: unknown, prefix = ''): readonly string[] {
  const { def } = schema as { def: { type: string; innerType?: unknown; shape?: Record<string, unknown> } };
  if (def.innerType !== undefined) return fieldsOf(def.innerType, prefix);
  if (def.shape === undefined) return [];
  return Object.entries(def.shape).flatMap(([name, field]) => [
    `${prefix}${name}`,
    ...fieldsOf(field, `${prefix}${name}.`),
  ]);
}

describe('documentation of the fields', () => {
  const fields = fieldsOf(stageSettings);
  const page = readFileSync(join(projectFolder, 'docs/configuration.md'), 'utf8');

  test('the errors know the allowed values of each', () =>
    expect(Object.keys(allowedValues).sort()).toEqual([...fields].sort()));

  test.each(fields.filter((field) => !fields.some((other) => other.startsWith(`${field}.`))))(
    'docs/configuration.md has a row for %s',
    (field) => expect(page).toContain(`| \`${field}\` |`),
  );
});

describe('synthesize', () => {
  test('warns about an issuer that AWS cannot reach, and alarms without a recipient', () => {
    const outdir = join(projectFolder, 'cdk.out/test-dev');
    const { stackName, templateFile, warnings } = synthesize({
      stage: 'dev',
      outdir,
      validation: false,
      settings: devSettings,
    });
    expect(stackName).toBe('misp-dev');
    expect(JSON.parse(readFileSync(templateFile, 'utf8')).Resources).toBeDefined();
    expect(warnings.join('\n')).toMatch(/only the local cloud can reach[\s\S]+alarms reach nobody/);
  });

  test('accepts settings in place of those of the stage', () => {
    const outdir = join(projectFolder, 'cdk.out/test-dev-1.0');
    const { templateFile } = synthesize({ stage: 'dev', outdir, validation: false, settings: { errorCodes: '1.0' } });
    expect(readFileSync(templateFile, 'utf8')).toContain('"ERROR_CODES": "1.0"');
  });
});
