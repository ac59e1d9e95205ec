import * as z from 'zod/mini';
import { isBlank } from '../../functions/domain/plain-text.ts';
import type { Right } from '../../functions/domain/rights.ts';
import { functionNames } from '../functions/function-names.ts';
import { type KeySetDocument, readIssuerKeySet, signatureAlgorithms, UnusableKeySet } from './issuer-key-set.ts';

/** @param isAllowed a further rule for a text that matches. */
const text = (pattern: RegExp, isAllowed: (text: string) => boolean = () => true) =>
  z.string().check(
    z.check(({ value, issues }) => {
      if (pattern.test(value) && isAllowed(value)) return;
      issues.push({ code: 'invalid_format', format: 'regex', pattern: String(pattern), input: value });
    }),
  );
const integer = (min: number, max: number) => z.int().check(z.minimum(min), z.maximum(max));
/** A value that must be set, but may come from an environment variable and so be absent or empty. */
const required = (...rules: Parameters<typeof text>) => z.pipe(z.union([z.string(), z.undefined()]), text(...rules));
/** Requests a second, and concurrent requests. */
const requestLimit = {
  rate: z._default(integer(1, 100_000), 500),
  burst: z._default(integer(1, 100_000), 1000),
};
/** RFC 1035, section 2.3.4. */
const isDnsLength = ({ length }: string) => length <= 253;
const claim = () => text(/^[A-Za-z0-9_:/-]+(\.[A-Za-z0-9_:/-]+)*$/, ({ length }) => length <= 200);
const physicalName = () => z.optional(text(/^[A-Za-z0-9_.-]{3,255}$/));

/** A role in a token, without separators of role lists. */
const roleName = /^[^\s,;=]{1,100}$/;
const isVisible = (word: string) => !isBlank(word);
const rolesOfRight = () =>
  z._default(z.array(text(roleName, isVisible)).check(z.minLength(1), z.maxLength(20)), ['MISP']);

/** Plain http only on localhost, for the local issuer. */
const issuerUrl = /^(https:\/\/[^\s?#]+|http:\/\/(localhost|127\.0\.0\.1)(:[0-9]{1,5})?(\/[^\s?#]*)?)$/;

/** A URL of a host. It is an output of the stack and in the environment of a function, so it holds no password. */
function isUrlWithoutUser(url: string): boolean {
  const { host = '', username = '', password = '' } = URL.canParse(url) ? new URL(url) : {};
  return host !== '' && username === '' && password === '';
}

/** As a browser sends it: in lower case, and without the default port. */
const isOrigin = (url: string) => URL.canParse(url) && new URL(url).origin === url;

/** Without wildcards: each of these roles may put any event on the audit bus. */
const roleArn = /^arn:aws(-[a-z]+)*:iam::[0-9]{12}:role\/[A-Za-z0-9_+=,.@/-]{0,575}[A-Za-z0-9_+=,.@-]$/;

/** Reports faults without the value. */
const issuerKeySet = z.pipe(
  z.custom<KeySetDocument>(),
  z.transform((document, { issues }): KeySetDocument => {
    try {
      return readIssuerKeySet(document);
    } catch (error) {
      if (!(error instanceof UnusableKeySet)) throw error;
      issues.push({ code: 'custom', message: error.message, input: undefined });
      return z.NEVER;
    }
  }),
);

/** The retention days that CloudWatch Logs offers. */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** A stage in `bin/stages.ts`. `fields.ts` and docs/configuration.md explain the fields and their values. */
export const stageSettings = z.strictObject({
  serviceName: z._default(text(/^[a-z][a-z0-9-]{0,19}$/), 'misp'),
  data: z._default(z.enum(['retain', 'destroy']), 'retain'),
  basePath: z._default(
    text(/^(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._~-]+)*$/, ({ length }) => length <= 200),
    '/partnermanagement/v1/misps',
  ),
  errorCodes: z._default(z.enum(['1.1.4', '1.0']), '1.1.4'),
  licenseKeyLength: z._default(integer(32, 128), 50),
  licenseValidityDays: z._default(integer(1, 36_500), 90),
  licenseMaxValidityDays: z._default(integer(1, 36_500), 3650),
  expiryNoticeDays: z._default(z.array(integer(1, 365)).check(z.minLength(1), z.maxLength(10)), [30, 15, 7, 3, 1]),
  licenseKeysInLists: z._default(z.enum(['full', 'masked']), 'full'),
  separationOfDuties: z._default(z.boolean(), false),
  auth: z.strictObject({
    issuer: required(issuerUrl, isUrlWithoutUser),
    keys: z.optional(issuerKeySet),
    audience: required(/^\S{1,255}$/, isVisible),
    tokenSource: z._default(z.enum(['header', 'cookie', 'either']), 'header'),
    cacheSeconds: z._default(integer(0, 300), 60),
    algorithms: z._default(z.array(z.enum(signatureAlgorithms)).check(z.minLength(1)), ['RS256']),
    rolesClaim: z._default(claim(), 'realm_access.roles'),
    userIdClaim: z._default(claim(), 'sub'),
    userNameClaim: z._default(claim(), 'preferred_username'),
    rights: z.prefault(
      z.strictObject({
        validate: rolesOfRight(),
        read: rolesOfRight(),
        register: rolesOfRight(),
        approve: rolesOfRight(),
        operate: rolesOfRight(),
        keys: rolesOfRight(),
      } satisfies Record<Right, unknown>),
      {},
    ),
  }),
  throttling: z.prefault(
    z.strictObject({ ...requestLimit, validate: z.prefault(z.strictObject(requestLimit), {}) }),
    {},
  ),
  corsHeaders: z._default(z.array(text(/^[a-z0-9-]{1,64}$/)).check(z.maxLength(20)), []),
  corsOrigins: z._default(z.array(text(/^https?:\/\/[A-Za-z0-9.-]+(:[0-9]{1,5})?$/, isOrigin)), []),
  functionMemory: z._default(integer(128, 10_240), 512),
  reservedConcurrency: z._default(z.partialRecord(z.enum(functionNames), integer(1, 10_000)), {}),
  logRetentionDays: z._default(z.literal(LOG_RETENTION_DAYS), 30),
  auditLogRetentionDays: z._default(z.literal(LOG_RETENTION_DAYS), 3653),
  auditArchiveDays: z._default(integer(0, 3653), 0),
  eventSchemas: z._default(z.boolean(), false),
  redriveRoleArns: z._default(z.array(text(roleArn)).check(z.maxLength(10)), []),
  alarms: z.prefault(
    z.strictObject({
      enabled: z._default(z.boolean(), true),
      email: z.optional(text(/^[^\s@<>()[\],:;"\\]+@([^\s@<>()[\],:;"\\.]+\.)+[^\s@<>()[\],:;"\\.]+$/)),
      topicArn: z.optional(text(/^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_.-]{1,256}$/)),
      // With 100 the alarm could never fire: it fires above.
      refusedPercent: z._default(integer(1, 99), 25),
      refusedRequests: z._default(integer(1, 1_000_000), 50),
    }),
    {},
  ),
  tracing: z._default(z.boolean(), true),
  customDomain: z.optional(
    z.strictObject({
      domainName: text(
        /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$/,
        isDnsLength,
      ),
      certificateArn: text(/^arn:aws(-[a-z]+)*:acm:[a-z0-9-]+:[0-9]{12}:certificate\/[A-Za-z0-9-]+$/),
    }),
  ),
  tableNames: z.prefault(z.strictObject({ misps: physicalName() }), {}),
});

/** A stage in `bin/stages.ts`. Fields with a default may be left out. */
export type StageSettings = z.input<typeof stageSettings>;

/** A stage after parsing: defaults filled in, every value checked. */
export type StageConfiguration = z.output<typeof stageSettings> & { readonly stage: string };
