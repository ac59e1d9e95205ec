import * as z from 'zod/mini';
import { bodyReasons, inputReasons } from '../../functions/operation/rejected-input.ts';
import { describeFields, type FieldDescriptions, nameSchema } from './documented.ts';

/** The wrappers of results and errors: MOSIP's envelope, problems, and the gateway's own message. */

const errorEntry = z.object({ errorCode: z.string(), message: z.string() });
nameSchema(errorEntry, 'Error', 'One thing that went wrong.');
describeFields(errorEntry.shape, {
  errorCode: {
    description: 'The code, of the generation that the deployment uses: 1.1.4 or 1.0.',
    examples: ['PMS_MSP_005'],
  },
  message: { description: "Exactly the text that MOSIP's clients know." },
} satisfies FieldDescriptions<typeof errorEntry.shape>);

const nextPage = z.object({ nextCursor: z.string() });
nameSchema(nextPage, 'NextPage', 'Where the next page of a list begins.');
describeFields(nextPage.shape, {
  nextCursor: { description: 'The `cursor` for the next page. It is opaque to callers.' },
} satisfies FieldDescriptions<typeof nextPage.shape>);

/**
 * One flat object, which every client generator supports.
 * @param metadata,response,errors the schemas and descriptions of the parts that differ between answers.
 */
function envelope<M extends z.ZodMiniType, R extends z.ZodMiniType, E extends z.ZodMiniType>(
  [metadata, ofMetadata]: readonly [M, string],
  [response, ofResponse]: readonly [R, string],
  [errors, ofErrors]: readonly [E, string],
) {
  const schema = z.object({
    id: z.nullable(z.string()),
    version: z.nullable(z.string()),
    responsetime: z.iso.datetime(),
    metadata: z.nullable(metadata),
    response: z.nullable(response),
    errors,
  });
  describeFields(schema.shape, {
    id: { description: '`id` of the request; null if it has none, and on a GET.' },
    version: { description: '`version` of the request, not that of the MISP; null if it has none, and on a GET.' },
    responsetime: { description: 'When the answer was made, UTC.', examples: ['2026-03-03T10:20:30.456Z'] },
    metadata: { description: ofMetadata },
    response: { description: ofResponse },
    errors: { description: ofErrors },
  } satisfies FieldDescriptions<typeof schema.shape>);
  return schema;
}

/** Makes the answer of an operation a component, with its result or a business error. */
export function nameAnswer(id: string, summary: string, result: z.ZodMiniType, isPaged: boolean): void {
  const answer = envelope(
    isPaged ? [nextPage, 'Present when there may be more; null on the last page.'] : [z.object({}), 'Null today.'],
    [result, 'The result; null on an error.'],
    [z.array(errorEntry), 'Empty on success. A business error is here, with HTTP status 200.'],
  );
  nameSchema(answer, id, `The answer to "${summary}".`);
}

const errorAnswer = envelope(
  [z.object({}), 'Null today.'],
  [z.object({}), 'Null.'],
  [z.array(errorEntry).check(z.minLength(1)), 'What went wrong. If several fields are bad, each has an entry.'],
);
nameSchema(errorAnswer, 'ErrorAnswer', 'The answer to a request that was refused or failed.');

const requestFault = z.object({
  code: z.string(),
  pointer: z.string(),
  reason: z.enum([...inputReasons, ...bodyReasons]),
});
nameSchema(requestFault, 'RequestFault', 'What is wrong with one place of a request.');
describeFields(requestFault.shape, {
  code: { description: 'The code of this fault.', examples: ['PMS_COR_001'] },
  pointer: {
    description:
      'JSON pointer (RFC 6901) into the body, empty for the body as a whole. For a query parameter or a header it is / and the name.',
    examples: ['/request/emailId', '/limit', ''],
  },
  reason: { description: 'The first problem there.' },
} satisfies FieldDescriptions<typeof requestFault.shape>);

const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  requestId: z.string(),
  errors: z.array(requestFault),
});
nameSchema(problem, 'Problem', 'An RFC 9457 error, for callers that prefer `application/problem+json`.');
describeFields(problem.shape, {
  type: {
    description: 'Names the case, the same for both generations of codes.',
    format: 'uri',
    examples: ['urn:mosip:pms:misp:unknown-misp'],
  },
  title: { description: 'A short text for the case, always the same.' },
  status: { description: 'The HTTP status.', minimum: 400 },
  detail: { description: 'The message of the first error.' },
  code: { description: 'The code of the error.', examples: ['PMS_MSP_005'] },
  requestId: { description: 'As in the header `apigw-requestid` and in the audit records.' },
  errors: { description: 'What is wrong with the form of the request; empty for all other errors.' },
} satisfies FieldDescriptions<typeof problem.shape>);

const gatewayMessage = z.object({ message: z.string() });
nameSchema(
  gatewayMessage,
  'GatewayMessage',
  "The gateway's own answer, without an envelope: the request reached no operation.",
);
describeFields(gatewayMessage.shape, {
  message: { description: 'The text of the HTTP status, or a similar one.' },
} satisfies FieldDescriptions<typeof gatewayMessage.shape>);

/** The envelope of a request. Only `request` matters to the service. */
export function requestEnvelope(fields: unknown): Readonly<Record<string, unknown>> {
  const echoed = (name: string) => ({ type: ['string', 'null'], description: `\`${name}\` of the answer repeats it.` });
  return {
    type: 'object',
    properties: {
      id: echoed('id'),
      version: echoed('version'),
      requesttime: { type: ['string', 'null'], description: 'Not read.' },
      metadata: { description: 'Not read.' },
      request: fields,
    },
    required: ['request'],
  };
}
