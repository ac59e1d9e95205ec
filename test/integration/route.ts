import type { OperationEvent } from '../../functions/http/operation-event.ts';
import { pathParametersOf } from '../../functions/operation/contract.ts';
import { type OperationName, operations } from '../../functions/operations.ts';
import type { ServiceRequest } from '../scenarios/service-driver.ts';
import { type GatewayRequest, gatewayEvent } from '../support/gateway-event.ts';

export interface Routed {
  readonly name: OperationName;
  readonly route: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Finds the operation of a request by the contracts' paths, fixed segments before parameters. */
export function routeOf(method: string, path: string): Routed {
  const candidates = operations
    .filter((operation) => operation.method === method)
    .map((operation) => {
      const pattern = new RegExp(`^${operation.path.replace(/\{\w+\}/g, '([^/]+)')}$`);
      return { operation, match: pattern.exec(path) };
    })
    .filter(({ match }) => match !== null)
    .sort((a, b) => pathParametersOf(a.operation.path).length - pathParametersOf(b.operation.path).length);
  const best = candidates[0];
  if (best === undefined) throw new Error(`No operation for ${method} ${path}`);
  const values = best.match!.slice(1).map(decodeURIComponent);
  const names = pathParametersOf(best.operation.path);
  return {
    name: best.operation.name,
    route: best.operation.path,
    parameters: Object.fromEntries(names.map((name, index) => [name, values[index]!])),
  };
}

/** The function and the event of a request. @param more what the request itself does not have. */
export function eventOf(
  request: ServiceRequest,
  more: Pick<GatewayRequest, 'requestId' | 'caller' | 'sourceIp'> = {},
): { readonly name: OperationName; readonly event: OperationEvent } {
  const [path = '', query = ''] = request.path.split('?');
  const { name, route, parameters } = routeOf(request.method, path);
  const event = gatewayEvent({
    method: request.method,
    route,
    path: parameters,
    query: Object.fromEntries(new URLSearchParams(query)),
    body: request.fields && JSON.stringify({ id: 'mosip.misp', version: '1.0', request: request.fields }),
    headers: request.headers ?? {},
    ...(request.rights === undefined ? {} : { rights: request.rights }),
    ...more,
  });
  return { name, event };
}
