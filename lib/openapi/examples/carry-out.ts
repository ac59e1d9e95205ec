import * as z from 'zod/mini';
import type { Misp } from '../../../functions/domain/misp.ts';
import { codeOf } from '../../../functions/http/error-answers.ts';
import type { OperationContract } from '../../../functions/operation/contract.ts';
import type { Operation } from '../../../functions/operation/scope.ts';
import { type Done, type Result, type RetryTerms, Settlement } from '../../../functions/operation/settle.ts';
import type { MispStore } from '../../../functions/storage/misp-store.ts';
import { EXAMPLE_TIME, stampAt } from './example-misp.ts';
import { storeWith } from './example-store.ts';

/** A request and its answer, as the service gives it. */
export interface Example {
  /** What it shows, in a few words. */
  readonly summary: string;
  /** What the caller sends: the fields of path, query and body by their names. */
  readonly sent: Readonly<Record<string, unknown>>;
  readonly done: Done<unknown>;
}

type Named<Input> = Pick<OperationContract<Input>, 'name' | 'input'>;

/** What settles the request of an example. @param mispId the one that the path names. */
export function exampleSettlement(
  operation: string,
  store: MispStore,
  retry?: RetryTerms,
  mispId?: string,
): Settlement {
  const { requestId, by: caller, at } = stampAt(EXAMPLE_TIME);
  const facts = { operation, requestId, caller, at, hostName: `misp-prod-${operation}`, hostIp: '203.0.113.7' };
  const named = mispId === undefined ? facts : { ...facts, mispId };
  return new Settlement(store, named, (error) => codeOf(error, '1.1.4'), retry);
}

/** Has the operation itself decide on a request, and settles what it decides. */
export async function settleExample<Input, Body>(
  { name, input }: Named<Input>,
  operation: Operation<Input, Body>,
  sent: Example['sent'],
  store: MispStore,
  retry?: RetryTerms,
): Promise<Result<Body>> {
  const scope = {
    stamp: stampAt(EXAMPLE_TIME),
    misps: store,
    visibility: 'full',
    drawMispId: () => store.drawMispId(),
  } as const;
  const outcome = await operation(z.parse(input, sent), scope);
  return exampleSettlement(name, store, retry).settle(outcome);
}

/**
 * Has the operation itself answer a request, so that no example says what the service does not.
 * @param misp the one that there is.
 */
export async function carryOut<Input, Body>(
  contract: Named<Input> & Pick<OperationContract<Input, Body>, 'answer'>,
  operation: Operation<Input, Body>,
  { misp, ...request }: Pick<Example, 'summary' | 'sent'> & { readonly misp?: Misp },
): Promise<Example> {
  const done = await settleExample(contract, operation, request.sent, storeWith(misp));
  if (done.kind !== 'done')
    throw new Error(`The example "${request.summary}" of ${contract.name} is refused: ${done.error.kind}`);
  z.parse(contract.answer, done.body);
  return { ...request, done };
}
