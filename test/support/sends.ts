import type { DynamoDBDocumentClient, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/lib-dynamodb';

/** A call to DynamoDB on its way from a client to the engine. */
export interface Send {
  /** `GetItem`. */
  readonly action: string;
  readonly input: ServiceInputTypes;
  /** Lets it go on, as it is or with another input. */
  pass(input?: ServiceInputTypes): Promise<ServiceOutputTypes>;
}

/**
 * Puts something between a client and its engine, which is handed each send and answers it. The service's own tries are above it, so
 * each of them is a send.
 * @param place whether it sees sends before what stands `below` has changed, held back or failed them.
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

/** Reads every call as it goes over the wire, each of the SDK's own tries for itself. */
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
