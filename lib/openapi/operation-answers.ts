import type { DomainErrorKind } from '../../functions/domain/errors.ts';
import { NO_ECHO, successAnswer } from '../../functions/http/answer-form.ts';
import { errorRows } from '../../functions/http/error-answers.ts';
import { errorsOf, type OperationContract } from '../../functions/operation/contract.ts';
import { eitherBody, envelopeBody, envelopeExamples, gatewayBody, problemBody } from './bodies.ts';
import { answerNameOf, isPaged } from './component-schemas.ts';
import { EXAMPLE_TIME } from './examples/example-misp.ts';
import type { Example } from './examples/run-example.ts';
import { EVERY_ANSWER, REPLAYED } from './headers.ts';
import { type JsonObject, ref } from './json-object.ts';
import { sharedAnswer } from './shared-answers.ts';

/** The answers of an operation and of the gateway, by HTTP status. */
export function answersOf(operation: OperationContract, examples: Readonly<Record<string, Example>>): JsonObject {
  return {
    200: success(operation, examples),
    400: sharedAnswer('Malformed'),
    401: sharedAnswer('Unauthorized'),
    ...errorAnswers(operation),
    ...(operation.method === 'GET' ? {} : { 413: sharedAnswer('TooLarge') }),
    429: sharedAnswer('TooManyRequests'),
    431: sharedAnswer('HeadersTooLarge'),
    500: sharedAnswer('Failed'),
    503: sharedAnswer('Unavailable'),
    504: sharedAnswer('TimedOut'),
  };
}

function success(operation: OperationContract, examples: Readonly<Record<string, Example>>): JsonObject {
  const { errors } = operation;
  return {
    description: `Done, or one of these business errors in \`errors\`:\n\n${errorList(errors)}`,
    headers: {
      ...EVERY_ANSWER,
      ...(isPaged(operation) ? {} : { ETag: ref('headers', 'ETag') }),
      ...replayedBy(operation),
    },
    content: {
      'application/json': {
        schema: ref('schemas', answerNameOf(operation)),
        examples: {
          ...Object.fromEntries(Object.entries(examples).map(([name, example]) => [name, answerExample(example)])),
          ...envelopeExamples(errors),
        },
      },
    },
  };
}

function answerExample({ summary, done }: Example): JsonObject {
  const { body = '' } = successAnswer(done, NO_ECHO, new Date(EXAMPLE_TIME));
  return { summary, value: JSON.parse(body) };
}

const replayedBy = ({ retryHeaders }: OperationContract) => (retryHeaders.includes('idempotency-key') ? REPLAYED : {});

/** The gateway's own message for a status that the service uses too. */
const GATEWAY = { 403: 'Forbidden', 404: 'Not Found' } as const;
const gatewaySentences: Readonly<Record<number, string>> = {
  403: 'From the gateway: the token is not valid, or gives no right at all. A new token helps only if the signing key has been replaced.',
  404: 'From the gateway: there is no such path. Check the base path.',
};
const messageOf = (status: number) => Object.entries(GATEWAY).find(([own]) => Number(own) === status)?.[1];

/** The answers to business errors. Some statuses are for every caller, most only for callers that prefer problems. */
function errorAnswers(operation: OperationContract): Readonly<Record<string, JsonObject>> {
  const all = errorsOf(operation);
  const statuses = new Set([...Object.keys(GATEWAY).map(Number), ...all.map((kind) => errorRows[kind].status)]);
  return Object.fromEntries(
    [...statuses].sort().map((status) => {
      const kinds = all.filter((kind) => errorRows[kind].status === status);
      return [status, errorAnswer(operation, status, kinds)];
    }),
  );
}

function errorAnswer(operation: OperationContract, status: number, kinds: readonly DomainErrorKind[]): JsonObject {
  const toAll = kinds.filter((kind) => errorRows[kind].isStatusShown);
  const toSome = kinds.filter((kind) => !toAll.includes(kind));
  const message = messageOf(status);
  const gatewaySentence = gatewaySentences[status];
  return {
    description: [
      ...(toAll.length === 0 ? [] : [errorList(toAll)]),
      ...(toSome.length === 0 ? [] : [`Only for callers that prefer problems:\n\n${errorList(toSome)}`]),
      ...(gatewaySentence === undefined ? [] : [gatewaySentence]),
    ].join('\n\n'),
    // Errors with a status for all callers are not stored for repeats.
    headers: { ...EVERY_ANSWER, ...(toSome.length > 0 && replayedBy(operation)) },
    content: {
      ...(message !== undefined && (toAll.length === 0 ? gatewayBody(message) : eitherBody(toAll, message))),
      ...(message === undefined && toAll.length > 0 && envelopeBody(toAll)),
      ...(kinds.length > 0 && problemBody(kinds)),
    },
  };
}

/** A Markdown list, because a code is hard to find in a sentence. */
const errorList = (kinds: readonly DomainErrorKind[]) => kinds.map((kind) => `- ${errorText(kind)}`).join('\n');

function errorText(kind: DomainErrorKind): string {
  const { codes, title } = errorRows[kind];
  const [current, old] = [codes['1.1.4'], codes['1.0']];
  return current === old ? `${current} (${title})` : `${current} or ${old} (${title})`;
}
