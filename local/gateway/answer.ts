/** What goes back to the caller. */
export interface GatewayAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Each a `Set-Cookie` header of its own. */
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

/** The texts with which an HTTP API answers by itself. */
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

/** The gateway's own answer: it has a `message` and no envelope of the service. */
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
