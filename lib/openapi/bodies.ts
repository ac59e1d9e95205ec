import { type ErrorExampleName, errorExampleName } from './examples/error-examples.ts';
import { type JsonObject, ref } from './json-object.ts';

/** Bodies of errors: MOSIP's envelope, problems, and the gateway's own messages. */

const examplesOf = (names: readonly ErrorExampleName[], form: 'envelope' | 'problem') =>
  Object.fromEntries(
    names.map((name) => errorExampleName(name, form)).map((name) => [name, ref('examples', name)] as const),
  );

/** Errors in the envelope, as examples of a body that can also be a success. */
export const envelopeExamples = (names: readonly ErrorExampleName[]): JsonObject => examplesOf(names, 'envelope');

/** Errors for callers that prefer problems. */
export function problemBody(names: readonly ErrorExampleName[]): JsonObject {
  return {
    'application/problem+json': { schema: ref('schemas', 'Problem'), examples: examplesOf(names, 'problem') },
  };
}

/** Errors in the envelope, for a status that has only errors. */
export function envelopeBody(names: readonly ErrorExampleName[]): JsonObject {
  return {
    'application/json': { schema: ref('schemas', 'ErrorAnswer'), examples: examplesOf(names, 'envelope') },
  };
}

const gatewayExample = (message: string) => ({ gateway: { summary: 'From the gateway', value: { message } } });

/** The gateway's own message. */
export function gatewayBody(message: string): JsonObject {
  return {
    'application/json': { schema: ref('schemas', 'GatewayMessage'), examples: gatewayExample(message) },
  };
}

/** The bodies of a status that both the service and the gateway use. */
export function eitherBody(names: readonly ErrorExampleName[], message: string): JsonObject {
  return {
    'application/json': {
      schema: { anyOf: [ref('schemas', 'ErrorAnswer'), ref('schemas', 'GatewayMessage')] },
      examples: { ...examplesOf(names, 'envelope'), ...gatewayExample(message) },
    },
  };
}
