/** What the gateway would say of a request. */
export interface AccessFacts {
  readonly requestId: string;
  readonly routeKey: string;
  readonly responseLength: number;
}

/** The line of the access log in the stack's own format. Variables that a request without an error leaves empty are a dash. */
export function accessLogLine(format: string, { requestId, routeKey, responseLength }: AccessFacts): string {
  const values: Readonly<Record<string, string>> = {
    requestId,
    requestTime: '01/Mar/2026:10:20:30 +0000',
    routeKey,
    status: '200',
    'identity.sourceIp': '203.0.113.9',
    'authorizer.logUser': '0b6f1b2e-7d0c-4a57-9d3f-3f9f4b1c2a10',
    responseLength: String(responseLength),
    responseLatency: '24',
    integrationLatency: '21',
    integrationStatus: '200',
  };
  return format.replaceAll(/\$context\.([A-Za-z.]+)/g, (_, name: string) => values[name] ?? '-');
}
