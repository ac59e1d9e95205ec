import { type ErrorExampleName, errorExampleName } from './examples/error-examples.ts';
import { type JsonObject, ref } from './json-object.ts';

/** Bodies of errors: MOSIP's envelope, problems, and what the gateway says by itself. */

const examplesOf = (names: readonly ErrorExampleName[], form: 'envelope' | 'problem') =>
  Object.fromEntries(
    names.map((name) => errorExampleName(name, form)).map((name) => [name, ref('examples', name)] as const),
  );

/** Errors in the envelope, as examples of a body that holds more than errors. */
export const envelopeExamples = (names: readonly ErrorExampleName[]): JsonObject => examplesOf(names, 'envelope');

/** Errors for callers that prefer problems. */
export function problemBody(names: readonly ErrorExampleName[]): JsonObject {
  return {
    'application/problem+json': { schema: ref('schemas', 'Problem'), examples: examplesOf(names, 'problem') },
  };
}

/** Errors in the envelope, by a status of their own. */
export function envelopeBody(names: readonly ErrorExampleName[]): JsonObject {
  return {
    'application/json': { schema: ref('schemas', 'ErrorAnswer'), examples: examplesOf(names, 'envelope') },
  };
}

const gatewayExample = (message: string) => ({ gateway: { summary: 'From the gateway', value: { message } } });

/** What the gateway says by itself. */
export function gatewayBody(message: string): JsonObject {
  return {
    'application/json': { schema: ref('schemas', 'GatewayMessage'), examples: gatewayExample(message) },
  };
}

/** A status with which both the service and the gateway answer. */
export function eitherBody(names: readonly ErrorExampleName[], message: string): JsonObject {
  return {
    'application/json': {
      schema: { anyOf: [ref('schemas', 'ErrorAnswer'), ref('schemas', 'GatewayMessage')] },
      examples: { ...examplesOf(names, 'envelope'), ...gatewayExample(message) },
    },
  };
}
