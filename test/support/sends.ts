import type { DynamoDBDocumentClient, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/lib-dynamodb';

/** A call to DynamoDB between a client and the engine. */
export interface Send {
  /** `GetItem`. */
  readonly action: string;
  readonly input: ServiceInputTypes;
  /** Passes it on, unchanged or with another input. */
  pass(input?: ServiceInputTypes): Promise<ServiceOutputTypes>;
}

/**
 * Puts an interceptor between a client and its engine. It gets each call and answers it. The service's own retries are
 * above it, so each is a separate call.
 * @param place an interceptor `above` sees calls before any `below` can change, hold back or fail them.
 */
export function interceptSends(
  client: DynamoDBDocumentClient,
  place: 'above' | 'below',
  intercept: (send: Send) => Promise<ServiceOutputTypes>,
): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const pass = async (input = args.input) => (await next({ ...args, input })).output;
      return { response: undefined, output: await intercept({ action: actionOf(context), input: args.input, pass }) };
    },
    { step: 'initialize', priority: place === 'above' ? 'high' : 'low' },
  );
}

/** Reads every call on the wire, each retry of the SDK separately. */
export function readWire(client: DynamoDBDocumentClient, read: (action: string, body: unknown) => void): void {
  client.middlewareStack.add(
    (next, context) => (args) => {
      const body: Uint8Array = Reflect.get(args.request as object, 'body');
      read(actionOf(context), JSON.parse(new TextDecoder().decode(body)));
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
}

const actionOf = ({ commandName }: { readonly commandName?: string }) => String(commandName).replace('Command', '');
