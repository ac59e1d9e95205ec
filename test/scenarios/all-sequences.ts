import { randomUUID } from 'node:crypto';
import type { Misp } from '../../functions/domain/misp.ts';
import { type OperationContract, pathParametersOf } from '../../functions/operation/contract.ts';
import { type OperationName, operations } from '../../functions/operations.ts';
import { done, imported, newName, profileFields, registered } from './arrangements.ts';
import { type AuditSequence, type CountedSequence, operationSequences } from './audit-sequences.ts';
import {
  type Cost,
  KEPT_THEN_ROW,
  NAME_TAKEN,
  READ_KEPT_THEN_ROW,
  READ_THEN_ROW,
  ROW_ALONE,
  SHOWS_KEPT_KEY,
} from './cost.ts';
import { registerRequest, rotateRequest, statusRequest } from './requests.ts';
import type { ServiceDriver, ServiceRequest } from './service-driver.ts';

type Contract = OperationContract & { readonly name: OperationName };
const contracts: readonly Contract[] = operations;

/** A request to each operation that succeeds: its first sequence without an error. */
export const succeeding = (operation: OperationName): AuditSequence['arrange'] => {
  const found = operationSequences.find((one) => one.operation === operation && one.error === undefined);
  if (found === undefined) throw new Error(`No sequence of ${operation} succeeds`);
  return found.arrange;
};

const firstEventOf = (operation: OperationName): string =>
  operationSequences.find((one) => one.operation === operation)?.events[0] ?? '';

const namesMisp = ({ path }: Contract) => pathParametersOf(path).includes('mispId');

/** Each operation, called with only a right that it does not need. */
const denied = contracts.map((contract): CountedSequence => {
  const { name, right } = contract;
  return {
    operation: name,
    path: 'right missing',
    arrange: async (driver) => {
      const { request, about } = await succeeding(name)(driver);
      const asked = { ...request, rights: [right === 'validate' ? 'read' : 'validate'] } as const;
      return { request: asked, ...(about !== undefined && namesMisp(contract) ? { about } : {}) };
    },
    events: ['460'],
    error: 'KER-ATH-403',
    status: 403,
    cost: ROW_ALONE,
  };
});

/** Each change, with an `If-Match` of another version. */
const meantForAnother = contracts
  .filter(({ retryHeaders }) => retryHeaders.includes('if-match'))
  .map(({ name }): CountedSequence => {
    return {
      operation: name,
      path: 'meant for another version',
      arrange: async (driver) => {
        const { request, about } = await succeeding(name)(driver);
        return {
          request: { ...request, headers: { 'if-match': '"4711"' } },
          ...(about === undefined ? {} : { about }),
        };
      },
      events: [firstEventOf(name), '461'],
      error: 'PMS_MSP_902',
      status: 412,
      cost: READ_THEN_ROW,
    };
  });

/** Sends a request with an idempotency key. @returns the same request, and its MISP. */
async function withKey(driver: ServiceDriver, operation: OperationName) {
  const { request, about } = await succeeding(operation)(driver);
  const asked = { ...request, headers: { 'idempotency-key': randomUUID() } };
  const { body } = await done(driver, asked);
  return { request: asked, about: about ?? String(body.response.mispID) };
}

/** The same request with another value in its last field. */
function changed(request: ServiceRequest): ServiceRequest {
  const fields = Object.entries(request.fields ?? {});
  const [name, value] = fields.at(-1) ?? [''];
  const another = typeof value === 'number' ? value + 1 : `${value}x`;
  return { ...request, fields: { ...request.fields, [name]: another } };
}

const repeatable = contracts.filter(({ retryHeaders }) => retryHeaders.includes('idempotency-key'));
/** Costs of a repeat, and of another request with the same key, where they differ from those of most changes. */
const costsOfKeys: Partial<Record<OperationName, { readonly repeated?: Cost; readonly conflict?: Cost }>> = {
  'register-misp': { repeated: NAME_TAKEN, conflict: NAME_TAKEN },
  'process-misp-status': { repeated: SHOWS_KEPT_KEY },
  'update-misp': { conflict: READ_KEPT_THEN_ROW },
  'rotate-license-key': { repeated: SHOWS_KEPT_KEY, conflict: READ_KEPT_THEN_ROW },
  // Another key is looked up first.
  'change-license-validity': {
    conflict: { ...KEPT_THEN_ROW, calls: ['GetItem', 'GetItem', ...KEPT_THEN_ROW.calls], reads: 2 },
  },
};
/** Each change, repeated; and another request with the same idempotency key. */
const repeated = repeatable.flatMap((contract): readonly CountedSequence[] => {
  const { name } = contract;
  const { repeated = READ_KEPT_THEN_ROW, conflict = KEPT_THEN_ROW } = costsOfKeys[name] ?? {};
  return [
    { operation: name, path: 'repeated', arrange: (driver) => withKey(driver, name), events: ['154'], cost: repeated },
    {
      operation: name,
      path: 'key of another request',
      arrange: async (driver) => {
        const { request, about } = await withKey(driver, name);
        return { request: changed(request), ...(namesMisp(contract) ? { about } : {}) };
      },
      events: ['462'],
      error: 'PMS_MSP_903',
      status: 422,
      cost: conflict,
    },
  ];
});

/** A refusal is repeated as well. */
const refusalRepeated: CountedSequence = {
  operation: 'register-misp',
  path: 'refusal repeated',
  arrange: async (driver) => {
    const asked = registerRequest({ ...profileFields(newName()), emailId: 'info@' });
    const request = { ...asked, headers: { 'idempotency-key': randomUUID() } };
    await driver.send(request);
    return { request };
  },
  events: ['154'],
  error: 'PMS_MSP_401',
  // The kept outcome prevents the row of the refusal.
  cost: KEPT_THEN_ROW,
};

/** A request that issued a licence is repeated after the licence was removed: there is no key to show. */
const keyHasLeft = (
  [
    ['process-misp-status', { status: 'Inprogress' }, (id) => statusRequest(id, 'approved')],
    ['rotate-license-key', { status: 'approved' }, (id) => rotateRequest(id, 0)],
  ] as const satisfies readonly (readonly [OperationName, Partial<Misp>, (id: string) => ServiceRequest])[]
).map(
  ([operation, part, requestOf]): CountedSequence => ({
    operation,
    path: 'repeated, and the licence was removed',
    arrange: async (driver) => {
      const misp = await imported(driver, part);
      const request = { ...requestOf(misp.id), headers: { 'idempotency-key': randomUUID() } };
      await done(driver, request);
      await driver.importMisp({ ...misp, status: 'approved', version: misp.version + 1 });
      return { request, about: misp.id };
    },
    events: ['154'],
    error: 'PMS_MSP_406',
    outcome: 'success',
    cost: SHOWS_KEPT_KEY,
  }),
);

/** The largest transaction that issues a licence: with an outcome to keep, and a licence to remove. */
const keptWhileOneLeaves = operationSequences
  .filter(({ path }) => /^(approved|done), and an expired licence removed$/.test(path))
  .map((sequence): CountedSequence => {
    return {
      ...sequence,
      path: `${sequence.path}, with an idempotency key`,
      arrange: async (driver) => {
        const { request, ...rest } = await sequence.arrange(driver);
        return { request: { ...request, headers: { 'idempotency-key': randomUUID() } }, ...rest };
      },
      cost: { ...sequence.cost, writes: sequence.cost.writes + 2 },
    };
  });

/** Every path of every operation. */
export const auditSequences: readonly CountedSequence[] = [
  ...operationSequences,
  ...denied,
  ...meantForAnother,
  ...repeated,
  refusalRepeated,
  ...keyHasLeft,
  ...keptWhileOneLeaves,
];

/** Sequences that occur only with separation of duties. */
export const separatedSequences: readonly AuditSequence[] = [
  {
    operation: 'process-misp-status',
    path: 'approved by its registrar',
    arrange: async (driver) => {
      const about = await registered(driver);
      return { request: statusRequest(about, 'approved'), about };
    },
    events: ['104', '104', '453'],
    error: 'PMS_MSP_904',
  },
];
