import type { OperationNames } from './operation-name.ts';

/**
 * The files of a new operation, by name. It compiles, and does what get-misp does: it reads a MISP, changes nothing,
 * and refuses an unknown id. Change it from there.
 */
export function filesOf({ kebab, camel }: OperationNames): Readonly<Record<string, string>> {
  return {
    'contract.ts': `import * as z from 'zod/mini';
import type { OperationContract } from '../../operation/contract.ts';
import { type Input, request, ${camel} } from './${kebab}.ts';

const answer = z.object({ mispID: z.string(), version: z.int() });

export type Answer = z.infer<typeof answer>;

export const contract = {
  ...request,
  summary: '${summaryOf(kebab)}',
  path: '/${camel}/{mispId}',
  query: [],
  answer,
  errors: ['unknown-misp'],
  tableCalls: [{ action: 'GetItem', keys: ['MISP#*'] }],
  withRule: (_, use) => use(request, ${camel}),
} as const satisfies OperationContract<Input, Answer>;
`,
    [`${kebab}.ts`]: `import * as event from '../../audit/events.ts';
import type { RequestContract } from '../../operation/contract.ts';
import { findMisp, unknownMisp } from '../../operation/find-misp.ts';
import type { InputOf } from '../../operation/input.ts';
import { mispId } from '../../operation/input-fields.ts';
import type { Operation } from '../../operation/scope.ts';
import type { Answer } from './contract.ts';

export const request = {
  name: '${kebab}',
  method: 'GET',
  input: { fields: { mispId: mispId() } },
  environment: [],
  right: 'read',
  retryHeaders: [],
} as const satisfies RequestContract;

export type Input = InputOf<typeof request.input.fields>;

/** ${summaryOf(kebab)}. The audit events are those of get-misp, until this operation has its own. */
export const ${camel}: Operation<Input, Answer> = async (input, { misps }) => {
  const misp = await findMisp(misps, input.mispId);
  if (misp === undefined) return unknownMisp([event.detailsRequested], input.mispId);
  const { id, version } = misp;
  const trail = [[event.detailsRequested], [event.detailsFetched, id], [event.detailsSucceeded]] as const;
  return { kind: 'no-change', body: { mispID: id, version }, trail, misp };
};
`,
    'index.ts': `import { serveOperation } from '../../runtime/serve-operation.ts';
import { request, ${camel} } from './${kebab}.ts';

export const handler = await serveOperation(request, () => ${camel});
`,
  };
}

/** `suspend-misp` in words. */
function summaryOf(kebab: string): string {
  const words = kebab.replaceAll('-', ' ').replace(/\bmisp(s?)\b/g, 'MISP$1');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
