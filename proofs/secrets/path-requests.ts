import { pathParametersOf } from '../../functions/operation/contract.ts';
import { operations } from '../../functions/operations.ts';
import type { Canaries } from './canaries.ts';
import { profileOf, requestOf, type SecretRequest } from './secret-requests.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Secrets that somebody may type or paste in place of an id or a name, encoded for a path. */
function segments(canaries: Canaries): readonly string[] {
  const phone = canaries.phoneNumber();
  const [country, area, number] = [phone.slice(0, 3), phone.slice(3, 11), phone.slice(11)];
  const typed = [
    canaries.licenseKey(),
    canaries.licenseKey(32),
    canaries.emailAddress(),
    phone,
    phone.slice(1),
    `${country} ${area}-${number}`,
    `(0)${area}.${number}`,
    `tel:${phone}`,
    `100\r\nx: ${canaries.licenseKey()}`,
    `100,${canaries.licenseKey(32)}`,
  ];
  return [...typed.map(encodeURIComponent), canaries.emailAddress(), canaries.phoneNumber()];
}

/** A secret in every path parameter of every route, with every method. The rest of each request is valid. */
export function pathRequests(canaries: Canaries): readonly SecretRequest[] {
  const withParameter = operations.filter(({ path }) => pathParametersOf(path).length > 0);
  const ofPath = Map.groupBy(withParameter, ({ path }) => path);
  return [...ofPath].flatMap(([path, own]) =>
    METHODS.flatMap((method) => {
      // A request that matches no route counts with an operation of the same path.
      const { name: operation } = own.find((one) => one.method === method) ?? own[0]!;
      return segments(canaries).map((segment) => {
        const filled = path.replace(/\{\w+\}/, () => segment);
        if (method === 'GET') return requestOf(canaries, { operation, method, path: filled }, undefined);
        const fields = {
          name: 'Of no MISP',
          ...profileOf(canaries),
          mispStatus: path.endsWith('/status') ? 'approved' : 'Active',
          mispLicenseKey: canaries.licenseKey(),
          mispLicenseKeyStatus: 'Active',
        };
        const body = JSON.stringify({ request: fields });
        return requestOf(canaries, { operation, method, path: filled, fields }, body, [
          ['content-type', 'application/json'],
        ]);
      });
    }),
  );
}
