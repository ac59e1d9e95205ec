import * as fc from 'fast-check';
import type { LocalCloudDriver } from '../../test/e2e/local-cloud-driver.ts';
import type { ServiceAnswer } from '../../test/scenarios/service-driver.ts';
import { AnswersAsDocumented, type OpenapiDocument } from '../../test/support/answers-as-documented.ts';
import { randomFrom } from '../../test/support/random.ts';
import type { ProofResult, ProofRun } from '../proof.ts';
import { documentedOperations, resolveIn } from './documented-operations.ts';
import { type DrawnRequest, requestsTo } from './request-from-document.ts';
import { SeenValues } from './seen-values.ts';

/** With fewer requests, chance decides whether every operation succeeds. */
const ENOUGH = 2000;
/** All other operations need a registration and an approval. */
const FIRST_OPERATIONS = ['register-misp', 'process-misp-status'];

export interface Exchange {
  readonly operationId: string;
  readonly request: DrawnRequest;
  readonly answer: ServiceAnswer;
}

/** The size of a run, and where its choices come from. */
export interface DocumentRun extends Pick<ProofRun, 'seed' | 'progress'> {
  readonly requests: number;
}

/**
 * Calls the service as a caller who has only the document, and compares every answer with it.
 * @param driver its tables may have MISPs of others.
 * @param document the source of the requests, and the standard for the answers.
 * @param onAnswer called with every exchange.
 */
export async function runDocument(
  driver: LocalCloudDriver,
  { requests, seed, progress }: DocumentRun,
  document: OpenapiDocument,
  onAnswer: (exchange: Exchange) => void = () => undefined,
): Promise<ProofResult> {
  const authorization = `Bearer ${await driver.cloud.token()}`;
  const documented = new AnswersAsDocumented(document);
  const operations = documentedOperations(document);
  const firstOperations = operations.filter(({ operationId }) => FIRST_OPERATIONS.includes(operationId));
  const resolve = resolveIn(document);
  const seen = new SeenValues();
  for (const { examples } of operations) seen.learn(examples);
  const random = randomFrom(seed);
  const draw = <T>(some: readonly T[]): T => some[Math.floor(random() * some.length)]!;
  const succeeded = new Map(operations.map(({ operationId }) => [operationId, 0]));
  const statuses = new Map<number, number>();
  const violations: string[] = [];
  const send = async ({ method, path, headers, body }: DrawnRequest): Promise<ServiceAnswer> =>
    driver.raw(method, path, {
      headers: { authorization, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body }),
    });
  // One caller: a run can be repeated exactly, and further callers would only start processes of every function.
  for (let sent = 1; sent <= requests; sent += 1) {
    if (sent % 1000 === 0) progress(`${sent} of ${requests} requests, ${violations.length} violations`);
    const operation = draw(random() < 0.1 ? firstOperations : operations);
    const [request] = fc.sample(requestsTo(operation, resolve, seen), {
      numRuns: 1,
      seed: Math.floor(random() * 2 ** 31),
    });
    const answer = await send(request!);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    const exchange = { operationId: operation.operationId, request: request!, answer };
    onAnswer(exchange);
    violations.push(...contradictions(exchange, documented));
    if (answer.status !== 200 || answer.body?.errors?.length !== 0) continue;
    succeeded.set(operation.operationId, (succeeded.get(operation.operationId) ?? 0) + 1);
    seen.learn(answer.body);
    seen.learn(answer.headers.etag, 'If-Match');
  }
  const never = [...succeeded].filter(([, count]) => count === 0).map(([name]) => name);
  if (never.length > 0 && requests >= ENOUGH) violations.push(`These operations never succeeded: ${never.join(', ')}`);
  const figures = {
    requests,
    ...{ 'operations that succeeded': succeeded.size - never.length, successes: sum(succeeded.values()) },
    answers: [...statuses]
      .sort(([one], [other]) => one - other)
      .map(([status, count]) => `${status}: ${count}`)
      .join(' · '),
  };
  return { figures, violations };
}

/** What an answer has that the document does not name, in a sentence. */
export function contradictions(
  { operationId, request, answer }: Exchange,
  documented: AnswersAsDocumented,
): readonly string[] {
  const faults = documented.faultsOf(request.method, request.path, answer);
  return faults.length === 0 ? [] : [`${operationId} ${JSON.stringify(request)}: ${faults.join('; ')}`];
}

const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, one) => total + one, 0);
