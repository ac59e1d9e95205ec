import * as z from 'zod/mini';
import type { Misp } from '../../../functions/domain/misp.ts';
import { codeOf } from '../../../functions/http/error-answers.ts';
import type { OperationContract, RequestContract } from '../../../functions/operation/contract.ts';
import { readFields, wholeInput } from '../../../functions/operation/input.ts';
import type { Done, Result } from '../../../functions/operation/result.ts';
import type { Operation } from '../../../functions/operation/scope.ts';
import { type RetryTerms, Settlement } from '../../../functions/operation/settle.ts';
import type { MispStore } from '../../../functions/storage/misp-store.ts';
import { EXAMPLE_TIME, exampleMisp, exampleTerms, stampAt } from './example-misp.ts';
import { storeWith } from './example-store.ts';

/** A request that the document shows. */
export interface ExampleRequest {
  readonly summary: string;
  /** What the caller sends: the fields of path, query and body, by name. */
  readonly sent: Readonly<Record<string, unknown>>;
  /** The only MISP in the store; by default it is approved, and has a licence that works. */
  readonly misp?: Misp;
}

/** A request and the service's answer. */
export interface Example extends ExampleRequest {
  readonly done: Done<unknown>;
}

type Named<Input> = Pick<RequestContract<Input>, 'name' | 'input'>;

/** The settlement of an example's request. @param mispId the id in the path. */
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

/** Lets the operation itself decide on a request, and settles the decision. */
export async function settleExample<Input, Body>(
  { name, input }: Named<Input>,
  operation: Operation<Input, Body>,
  sent: ExampleRequest['sent'],
  store: MispStore,
  retry?: RetryTerms,
): Promise<Result<Body>> {
  const scope = {
    stamp: stampAt(EXAMPLE_TIME),
    misps: store,
    visibility: 'full',
    allocateMispId: () => store.allocateMispId(),
  } as const;
  const outcome = await operation(wholeInput(readFields(input, (field) => sent[field])), scope);
  return exampleSettlement(name, store, retry).settle(outcome);
}

/** Lets the operation itself answer a request, so examples always match the service. */
export async function runExample(
  { name, withRule, answer }: OperationContract,
  example: ExampleRequest,
): Promise<Example> {
  const { summary, sent, misp = exampleMisp } = example;
  const done = await withRule(exampleTerms, (request, rule) => settleExample(request, rule, sent, storeWith(misp)));
  if (done.kind !== 'done') throw new Error(`The example "${summary}" of ${name} is refused: ${done.error.kind}`);
  z.parse(answer, done.body);
  return { ...example, done };
}
