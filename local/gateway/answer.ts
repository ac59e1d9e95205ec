/** The gateway's answer to a caller. */
export interface GatewayAnswer {
  readonly status: number;
  /** With names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** One `Set-Cookie` header for each. */
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

/** The messages of an HTTP API's own answers. */
const messages = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

export type GatewayStatus = keyof typeof messages;

/** The gateway's own answer: a `message`, without the service's envelope. */
export function gatewayMessage(status: GatewayStatus): GatewayAnswer {
  return jsonAnswer(status, { message: messages[status] });
}

/** An answer with a JSON body. */
export function jsonAnswer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): GatewayAnswer {
  return textAnswer(status, 'application/json', JSON.stringify(body), headers);
}

/** An answer with a text of the given type. */
export function textAnswer(
  status: number,
  contentType: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): GatewayAnswer {
  return { status, headers: { 'content-type': contentType, ...headers }, cookies: [], body: Buffer.from(text) };
}
