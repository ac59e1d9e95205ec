import type { OperationName } from '../../functions/operations.ts';
import { newName } from '../../test/scenarios/arrangements.ts';
import type { RawRequest } from '../bad-input/raw-exchange.ts';
import type { Canaries } from './canaries.ts';
import type { Fixtures } from './fixtures.ts';

/** A request that holds secrets. */
export interface SecretRequest extends Omit<RawRequest, 'target'> {
  readonly operation: OperationName;
  /** Relative to the base path. */
  readonly path: string;
  /** The licence key that it sends, if any. */
  readonly key?: string;
  /** A change that succeeds if undisturbed. */
  readonly isChange?: boolean;
}

interface Template {
  readonly operation: OperationName;
  readonly method: string;
  readonly path: string;
  readonly fields?: Readonly<Record<string, string | number>>;
  readonly isChange?: boolean;
}

export const profileOf = (canaries: Canaries) => ({
  contactNumber: canaries.phoneNumber(),
  emailId: canaries.emailAddress(),
  address: `${canaries.emailAddress()} ${canaries.phoneNumber()} ${canaries.licenseKey()}`,
});

const rotation = (mispId: string, fields: NonNullable<Template['fields']>): Template => ({
  ...{ operation: 'rotate-license-key', method: 'POST', path: `/misps/${mispId}/licenseKey/rotate`, fields },
});
const validity = (mispId: string, fields: NonNullable<Template['fields']>): Template => ({
  ...{ operation: 'change-license-validity', method: 'PUT', path: `/misps/${mispId}/licenseKey/validity`, fields },
});
const inAYear = () => new Date(Date.now() + 365 * 24 * 60 * 60 * 1000).toISOString();

/** A change of each kind: each issues, changes or stores secrets, and has its own MISP. */
function changes(canaries: Canaries, fixtures: Fixtures): readonly Template[] {
  const profile = () => profileOf(canaries);
  const status = (mispId: string, mispStatus: string) => ({
    operation: 'process-misp-status' as const,
    method: 'PATCH',
    path: `/misps/${mispId}/status`,
    fields: { mispStatus },
  });
  const activity = (mispId: string, mispStatus: string) => ({
    operation: 'update-misp-status' as const,
    method: 'PATCH',
    path: `/misps/${mispId}`,
    fields: { mispStatus },
  });
  const keySwitch = ({ mispId, key }: Fixtures['switchedOn'], mispLicenseKeyStatus: string) => ({
    operation: 'update-license-key-status' as const,
    method: 'PUT',
    path: `/misps/${mispId}/licenseKey`,
    fields: { mispLicenseKey: key, mispLicenseKeyStatus },
  });
  const all: readonly Template[] = [
    {
      operation: 'register-misp',
      method: 'POST',
      path: '/misps',
      fields: { organizationName: newName('New'), ...profile() },
    },
    status(fixtures.pending, 'approved'),
    status(fixtures.rejected, 'approved'),
    status(fixtures.approved, 'rejected'),
    activity(fixtures.active, 'De-active'),
    activity(fixtures.inactive, 'Active'),
    keySwitch(fixtures.switchedOn, 'De-active'),
    keySwitch(fixtures.switchedOff, 'Active'),
    { operation: 'download-license-key', method: 'GET', path: `/misps/${fixtures.lapsed}/licenseKey` },
    {
      operation: 'update-misp',
      method: 'PUT',
      path: `/misps/${fixtures.renamed}`,
      fields: { name: newName('Renamed'), ...profile() },
    },
    rotation(fixtures.rotated, { overlapSeconds: 60 }),
    validity(fixtures.extended.mispId, { mispLicenseKey: fixtures.extended.key, validTo: inAYear() }),
  ];
  return all.map((template) => ({ ...template, isChange: true }));
}

/**
 * Requests to all operations as callers make them, with secrets in all fields that accept one. Names get none: a name
 * is the key by which a MISP is found.
 */
function proper(canaries: Canaries, fixtures: Fixtures): readonly Template[] {
  const { mispId, name, key, otherKey } = fixtures;
  const profile = () => profileOf(canaries);
  const own = `/misps/${mispId}`;
  const keyOf = (mispLicenseKey: string) => ({ mispLicenseKey });
  return [
    ...changes(canaries, fixtures),
    { operation: 'register-misp', method: 'POST', path: '/misps', fields: { organizationName: name, ...profile() } },
    {
      operation: 'register-misp',
      method: 'POST',
      path: '/misps',
      fields: { organizationName: 'x', ...profile(), emailId: canaries.text() },
    },
    { operation: 'process-misp-status', method: 'PATCH', path: `${own}/status`, fields: { mispStatus: 'approved' } },
    {
      operation: 'process-misp-status',
      method: 'PATCH',
      path: `${own}/status`,
      fields: { mispStatus: canaries.licenseKey() },
    },
    { operation: 'update-misp', method: 'PUT', path: own, fields: { name, ...profile() } },
    {
      operation: 'update-misp',
      method: 'PUT',
      path: own,
      fields: { name, ...profile(), emailId: canaries.phoneNumber() },
    },
    { operation: 'update-misp', method: 'PUT', path: '/misps/9999999', fields: { name, ...profile() } },
    { operation: 'update-misp-status', method: 'PATCH', path: own, fields: { mispStatus: 'Active' } },
    { operation: 'update-misp-status', method: 'PATCH', path: own, fields: { mispStatus: canaries.emailAddress() } },
    ...[key, otherKey, canaries.licenseKey(), canaries.emailAddress(), `${canaries.text()}${'k'.repeat(200)}`].map(
      (sent): Template => ({
        operation: 'validate-license-key',
        method: 'PATCH',
        path: `${own}/licenseKey`,
        fields: keyOf(sent),
      }),
    ),
    ...[
      { ...keyOf(key), mispLicenseKeyStatus: 'De-active' },
      { ...keyOf(key), mispLicenseKeyStatus: 'Active' },
      { ...keyOf(otherKey), mispLicenseKeyStatus: 'Active' },
      { ...keyOf(canaries.licenseKey()), mispLicenseKeyStatus: 'Active' },
      { ...keyOf(key), mispLicenseKeyStatus: canaries.licenseKey() },
    ].map(
      (fields): Template => ({
        operation: 'update-license-key-status',
        method: 'PUT',
        path: `${own}/licenseKey`,
        fields,
      }),
    ),
    { operation: 'list-misps', method: 'GET', path: `/misps?limit=3&mispLicenseKey=${canaries.licenseKey()}` },
    { operation: 'list-misps', method: 'GET', path: `/misps?limit=${canaries.text()}` },
    { operation: 'list-misps', method: 'GET', path: `/misps?limit=2&cursor=${canaries.licenseKey()}` },
    // Typed into the wrong filter: a key, an address, a number; and an existing name.
    { operation: 'list-misps', method: 'GET', path: `/misps?limit=2&name=${canaries.licenseKey()}` },
    { operation: 'list-misps', method: 'GET', path: `/misps?limit=2&name=${canaries.emailAddress()}` },
    { operation: 'list-misps', method: 'GET', path: `/misps?limit=2&name=${encodeURIComponent(name)}` },
    { operation: 'list-misps', method: 'GET', path: `/misps?limit=2&status=${canaries.licenseKey()}` },
    { operation: 'list-misps', method: 'GET', path: `/misps?limit=2&expiringBefore=${canaries.phoneNumber()}` },
    { operation: 'list-misps', method: 'GET', path: `/misps?limit=2&order=${canaries.text()}` },
    ...['status=approved', 'expiringBefore=9999-12-31T23:59:59Z', 'order=newest'].map(
      (filter): Template => ({ operation: 'list-misps', method: 'GET', path: `/misps?limit=3&${filter}` }),
    ),
    { operation: 'get-misp', method: 'GET', path: `/misps/mispId/${mispId}?email=${canaries.emailAddress()}` },
    {
      operation: 'find-misps-by-name',
      method: 'GET',
      path: `/misps/name/${encodeURIComponent(name)}?cursor=${canaries.text()}`,
    },
    { operation: 'find-misps-by-name', method: 'GET', path: `/misps/name/${encodeURIComponent(name)}?limit=5` },
    { operation: 'download-license-key', method: 'GET', path: `${own}/licenseKey` },
    rotation(mispId, { overlapSeconds: 3600 }),
    rotation(mispId, { overlapSeconds: canaries.phoneNumber(), validTo: canaries.licenseKey() }),
    ...[key, otherKey, canaries.licenseKey(), canaries.emailAddress()].map((sent) =>
      validity(mispId, { ...keyOf(sent), validTo: inAYear() }),
    ),
    validity(mispId, { ...keyOf(key), validTo: canaries.licenseKey() }),
    validity(mispId, { licenseKeyHash: canaries.licenseKey(), validTo: inAYear() }),
  ];
}

/** Headers that a caller, a browser or a proxy may put secrets into. */
function headers(canaries: Canaries): RawRequest['headers'] {
  return [
    ['user-agent', canaries.emailAddress()],
    ['x-license-key', canaries.licenseKey()],
    ['idempotency-key', canaries.licenseKey()],
    ['referer', `https://x.example/?key=${canaries.licenseKey()}`],
    ['cookie', `Authorization=${canaries.text()}; phone=${canaries.phoneNumber()}`],
    ['x-amzn-trace-id', `Root=${canaries.text()}`],
    ['accept', `application/json, text/${canaries.text()}`],
  ];
}

const asJson = [['content-type', 'application/json']] as const;

export function requestOf(
  canaries: Canaries,
  { operation, method, path, fields, isChange = false }: Template,
  body: string | undefined,
  more: RawRequest['headers'] = [],
): SecretRequest {
  return {
    operation,
    method,
    path,
    isChange,
    headers: [...headers(canaries), ...more],
    body: body === undefined ? undefined : Buffer.from(body),
    ...(fields?.mispLicenseKey === undefined ? {} : { key: String(fields.mispLicenseKey) }),
  };
}

const jsonOf = (canaries: Canaries, fields: object) =>
  JSON.stringify({ id: canaries.text(), version: canaries.text(), request: fields });

/** The well-formed requests, with errors in this form. */
export function properRequests(
  canaries: Canaries,
  fixtures: Fixtures,
  form: 'envelope' | 'problem',
): readonly SecretRequest[] {
  const accept = form === 'problem' ? [['accept', 'application/problem+json'] as const] : [];
  return proper(canaries, fixtures).map((template) =>
    requestOf(canaries, template, template.fields && jsonOf(canaries, template.fields), [
      ...(template.fields === undefined ? [] : asJson),
      ...accept,
    ]),
  );
}

/** The requests with a body broken in each way. None of them reaches the store. */
export function brokenRequests(canaries: Canaries, fixtures: Fixtures): readonly SecretRequest[] {
  return proper(canaries, fixtures)
    .filter(({ fields }, place) => fields !== undefined && place % 3 === 0)
    .flatMap((whole) => {
      const template = { ...whole, isChange: false };
      const text = jsonOf(canaries, template.fields ?? {});
      const strange = jsonOf(canaries, {
        ...template.fields,
        [canaries.text()]: canaries.licenseKey(),
        address: [canaries.text()],
        mispStatus: [canaries.licenseKey()],
        mispLicenseKey: { [canaries.text()]: canaries.licenseKey() },
      });
      const bodies: readonly (readonly [body: string, type: string])[] = [
        [text.slice(0, -3), 'application/json'],
        [`${canaries.text()}${text}`, 'application/json'],
        [strange, 'application/json'],
        [text, `text/${canaries.text()}`],
        [text, `application/octet-stream; boundary=${canaries.text()}`],
        [`${text}${` ${canaries.licenseKey()}`.repeat(1500)}`, 'application/json'],
        [JSON.stringify(canaries.licenseKey()), 'application/json'],
      ];
      return bodies.map(([body, type]) => requestOf(canaries, template, body, [['content-type', type]]));
    });
}
