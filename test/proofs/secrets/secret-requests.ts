import type { OperationName } from '../../../functions/operations.ts';
import type { RawRequest } from '../bad-input/raw-exchange.ts';
import type { Canaries } from './canaries.ts';

/** A request that holds secrets. */
export interface SecretRequest extends Omit<RawRequest, 'target'> {
  readonly operation: OperationName;
  /** Below the base path. */
  readonly path: string;
  /** The licence key that it sends, if it does. */
  readonly key?: string;
}

/** What is there for the requests to be about. No secret stands in it but the key. */
export interface Subject {
  readonly mispId: string;
  readonly name: string;
  readonly key: string;
  /** A key of another MISP. */
  readonly otherKey: string;
}

interface Template {
  readonly operation: OperationName;
  readonly method: string;
  readonly path: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/**
 * Requests to all ten operations as callers make them, with secrets in all their fields that take one. Ids and names take
 * none: an id in a path is told in the audit as it was asked, and a name is the key by which a MISP is found.
 */
function proper(canaries: Canaries, { mispId, name, key, otherKey }: Subject): readonly Template[] {
  const profile = () => ({
    contactNumber: canaries.phoneNumber(),
    emailId: canaries.emailAddress(),
    address: `${canaries.emailAddress()} ${canaries.phoneNumber()} ${canaries.licenseKey()}`,
  });
  const own = `/misps/${mispId}`;
  const keyOf = (mispLicenseKey: string) => ({ mispLicenseKey });
  return [
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
    { operation: 'get-misp', method: 'GET', path: `/misps/mispId/${mispId}?email=${canaries.emailAddress()}` },
    {
      operation: 'find-misps-by-name',
      method: 'GET',
      path: `/misps/name/${encodeURIComponent(name)}?cursor=${canaries.text()}`,
    },
    { operation: 'find-misps-by-name', method: 'GET', path: `/misps/name/${encodeURIComponent(name)}?limit=5` },
    { operation: 'download-license-key', method: 'GET', path: `${own}/licenseKey` },
  ];
}

/** Headers that a caller, a browser or a proxy may put secrets into. */
function headers(canaries: Canaries): RawRequest['headers'] {
  return [
    ['user-agent', canaries.emailAddress()],
    ['x-license-key', canaries.licenseKey()],
    ['referer', `https://x.example/?key=${canaries.licenseKey()}`],
    ['cookie', `Authorization=${canaries.text()}; phone=${canaries.phoneNumber()}`],
    ['x-amzn-trace-id', `Root=${canaries.text()}`],
    ['accept', `application/json, text/${canaries.text()}`],
  ];
}

/** The same requests as they come: well-formed, as a problem, and broken in each way in which a body can be. */
export function secretRequests(canaries: Canaries, subject: Subject): readonly SecretRequest[] {
  const json = (fields: object) => JSON.stringify({ id: canaries.text(), version: canaries.text(), request: fields });
  const of = (template: Template, body: string | undefined, more: RawRequest['headers'] = []): SecretRequest => {
    const { operation, method, path, fields } = template;
    return {
      operation,
      method,
      path,
      headers: [...headers(canaries), ...more],
      body: body === undefined ? undefined : Buffer.from(body),
      ...(fields?.mispLicenseKey === undefined ? {} : { key: fields.mispLicenseKey }),
    };
  };
  const asJson = [['content-type', 'application/json']] as const;
  const whole = proper(canaries, subject).map((template) =>
    of(template, template.fields && json(template.fields), template.fields && asJson),
  );
  const problems = proper(canaries, subject).map((template) =>
    of(template, template.fields && json(template.fields), [...asJson, ['accept', 'application/problem+json']]),
  );
  const broken = proper(canaries, subject)
    .filter(({ fields }, place) => fields !== undefined && place % 2 === 0)
    .flatMap((template) => {
      const text = json(template.fields ?? {});
      const strange = json({
        ...template.fields,
        [canaries.text()]: canaries.licenseKey(),
        address: [canaries.text()],
      });
      return [
        of(template, text.slice(0, -3), asJson),
        of(template, `${canaries.text()}${text}`, asJson),
        of(template, strange, asJson),
        of(template, text, [['content-type', `text/${canaries.text()}`]]),
        of(template, text, [['content-type', `application/octet-stream; boundary=${canaries.text()}`]]),
        of(template, `${text}${` ${canaries.licenseKey()}`.repeat(1500)}`, asJson),
        of(template, JSON.stringify(canaries.licenseKey()), asJson),
      ];
    });
  return [...whole, ...problems, ...broken];
}
