import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { allowedEvents } from '../../functions/audit/catalog.ts';
import { EVENT_SOURCE } from '../../functions/audit/event-source.ts';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import { errorRows } from '../../functions/http/error-answers.ts';
import { errorsOf } from '../../functions/operation/contract.ts';
import { operations } from '../../functions/operations.ts';
import { auditSequences, separatedSequences } from '../scenarios/all-sequences.ts';
import type { AuditSequence } from '../scenarios/audit-sequences.ts';
import type { Cost } from '../scenarios/cost.ts';
import { expectSequence } from '../scenarios/expect-sequence.ts';
import { orderOfChecks } from '../scenarios/order-of-checks.ts';
import type { ServiceDriver, ServiceRequest } from '../scenarios/service-driver.ts';
import { AnswersAsDocumented, publishedDocument } from '../support/answers-as-documented.ts';
import { EventsAsDocumented, publishedEvents } from '../support/events-as-documented.ts';
import { recordCalls } from '../support/recorded-calls.ts';
import { costOfCalls } from './cost-on-engine.ts';
import { type InProcessDriver, startInProcess } from './in-process-driver.ts';
import { testOlderErrorCodes } from './older-error-codes.ts';
import { testPathCosts } from './path-costs.ts';
import { recordTransactions } from './recorded-transactions.ts';
import { testTransactionGrants } from './transaction-grants.ts';

const driver: InProcessDriver = await startInProcess();
const calls = recordCalls(driver.client);
const { through, transactions } = recordTransactions(driver.client);
afterAll(() => driver.stop());

const answers = new AnswersAsDocumented(publishedDocument());
const published = new EventsAsDocumented(publishedEvents());
/** Every answer and every event is checked against its document. */
const documented = (service: ServiceDriver): ServiceDriver => ({
  ...service,
  send: async (request) => {
    const answer = await service.send(request);
    // The gateway adds the header.
    answers.check(request.method, request.path, {
      ...answer,
      headers: { ...answer.headers, 'apigw-requestid': answer.requestId },
    });
    return answer;
  },
  eventsOf: async (requestId) => {
    const events = await service.eventsOf(requestId);
    published.check(events.map((event) => ({ source: EVENT_SOURCE, ...event })));
    return events;
  },
});
const service = documented(through(driver));

const sent = new Map<AuditSequence, { readonly request: ServiceRequest; readonly cost: Cost }>();
const sentBy = (sequence: AuditSequence) => {
  const found = sent.get(sequence);
  if (found === undefined) throw new Error('The sequence was not carried out: run the whole file');
  return found;
};
/** Keeps the last request of a sequence, and what it cost: those before only arrange. */
const keepingLast = (sequence: AuditSequence): ServiceDriver => ({
  ...service,
  send: async (request) => {
    calls.take();
    const answer = await service.send(request);
    sent.set(sequence, { request, cost: costOfCalls(calls.take()) });
    return answer;
  },
});

describe('the audit sequences, in this process', () => {
  test('an empty list leaves 116, 409', async () => {
    const answer = await driver.send({ method: 'GET', path: '/misps' });
    const events = await driver.eventsOf(answer.requestId);
    expect(answer.body.errors).toEqual([{ errorCode: 'PMS_MSP_409', message: 'No MISP details found' }]);
    expect(events.map(({ detail }) => detail.eventId)).toEqual(['PMS_MSP_116', 'PMS_MSP_409']);
  });

  test.each(auditSequences.map((sequence) => [`${sequence.operation}: ${sequence.path}`, sequence] as const))(
    '%s',
    async (_, sequence) => {
      await expectSequence(keepingLast(sequence), sequence);
    },
  );

  test.each(separatedSequences)('with separation of duties, $operation: $path', async (sequence) => {
    await expectSequence(documented(through(driver.with({ separationOfDuties: true }))), sequence);
  });

  test.each(orderOfChecks.map((sequence) => [`${sequence.operation}: ${sequence.path}`, sequence] as const))(
    'where two rules apply, %s',
    async (_, sequence) => {
      await expectSequence(service, sequence);
    },
  );
});

test.each(operations.map((contract) => [contract.name, contract] as const))(
  '%s: each error of its contract has a sequence, and each sequence an error of its contract',
  (name, contract) => {
    const codes = new Set(errorsOf(contract).map((error) => errorRows[error].codes['1.1.4']));
    const own = [...auditSequences, ...separatedSequences].filter(({ operation }) => operation === name);
    expect(new Set(own.flatMap(({ error }) => error ?? []))).toEqual(codes);
  },
);

describe('what an operation can leave, by the table that publisher and sweeper check', () => {
  let rows: readonly OutboxRow[];
  // The rows of every sequence above: nothing deletes them here.
  beforeAll(async () => {
    rows = await driver.outboxRows();
  });

  test.each(operations.map(({ name }) => [name]))('%s leaves exactly these events', (name) => {
    const left = rows.filter(({ id }) => id.startsWith(`${name}#`));
    const records = new Set(left.flatMap(({ trail }) => trail.map(([key]) => key)));
    const domainEvents = left.some(({ verdictChanges }) => verdictChanges.length > 0) ? 'verdict-changes' : 'none';
    expect({ records: [...records].sort(), domainEvents }).toEqual({
      records: [...allowedEvents[name].records].sort(),
      domainEvents: allowedEvents[name].domainEvents,
    });
  });
});

// The transactions of every sequence above.
describe('the grants of transactions', () => testTransactionGrants(transactions));

// The requests of every sequence above.
describe('the cost of every path', () => testPathCosts((sequence) => sentBy(sequence).cost));
describe('the older codes, in the envelope and as problems', () =>
  testOlderErrorCodes(documented(through(driver.with({ errorCodes: '1.0' }))), (sequence) => sentBy(sequence).request));
