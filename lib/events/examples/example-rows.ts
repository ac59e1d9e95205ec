import type { OutboxRow } from '../../../functions/audit/outbox-row.ts';
import { hashLicenseKey } from '../../../functions/domain/license.ts';
import type { License, Misp } from '../../../functions/domain/misp.ts';
import { announceExpiringLicenses } from '../../../functions/lambdas/announce-expiring-licenses/announce-expiring-licenses.ts';
import { contract as list } from '../../../functions/lambdas/list-misps/contract.ts';
import { listMisps } from '../../../functions/lambdas/list-misps/list-misps.ts';
import { contract as status } from '../../../functions/lambdas/process-misp-status/contract.ts';
import { processMispStatus } from '../../../functions/lambdas/process-misp-status/process-misp-status.ts';
import { contract as rotate } from '../../../functions/lambdas/rotate-license-key/contract.ts';
import { rotateLicenseKey } from '../../../functions/lambdas/rotate-license-key/rotate-license-key.ts';
import { contract as update } from '../../../functions/lambdas/update-misp/contract.ts';
import { updateMisp } from '../../../functions/lambdas/update-misp/update-misp.ts';
import { contract as validate } from '../../../functions/lambdas/validate-license-key/contract.ts';
import { validateLicenseKey } from '../../../functions/lambdas/validate-license-key/validate-license-key.ts';
import { doneFacts, type Repeatable } from '../../../functions/operation/idempotency.ts';
import {
  EXAMPLE_TIME,
  exampleKey,
  exampleMisp,
  exampleProfile,
  exampleTerms,
  pendingMisp,
} from '../../openapi/examples/example-misp.ts';
import { type StoreOptions, storeWith } from '../../openapi/examples/example-store.ts';
import { exampleSettlement, settleExample } from '../../openapi/examples/run-example.ts';

/** Outbox rows that the service's own code produces. Only their ids are written by hand. */

const DAY_MS = 24 * 60 * 60 * 1000;
const { id: mispId } = exampleMisp;
const { name, ...contact } = exampleProfile;
const [license] = exampleMisp.licenses;
if (license === undefined) throw new Error('The MISP of the examples has no licence');

/** Replaces the random part of the id, because an example must not change. */
function withNumber(row: OutboxRow, number: number): OutboxRow {
  const drawn = 16;
  return { ...row, id: `${row.id.slice(0, -drawn)}${String(number).padStart(drawn, '0')}` };
}

/** Runs code on a store, and returns the one row that it leaves. */
async function rowLeft(
  misp: Misp | undefined,
  number: number,
  use: (store: ReturnType<typeof storeWith>) => Promise<unknown>,
  options: Omit<StoreOptions, 'onRow'> = {},
): Promise<OutboxRow> {
  const rows: OutboxRow[] = [];
  await use(storeWith(misp, { ...options, onRow: (row) => rows.push(row) }));
  const [row, ...more] = rows;
  if (row === undefined || more.length > 0) throw new Error(`Example ${number} leaves ${rows.length} rows`);
  return withNumber(row, number);
}

/** A licence that expired this many days before the examples. */
function expiredLicense(days: number, like: License): License {
  const key = `ExampleExpiredKey${days}`.padEnd(50, '0');
  const validTo = EXAMPLE_TIME - days * DAY_MS;
  return { ...like, key, hash: hashLicenseKey(key), validFrom: validTo - 90 * DAY_MS, validTo };
}

/** Has as many expired licences as allowed, so a new licence removes one. */
const fullMisp: Misp = {
  ...exampleMisp,
  licenses: [...[50, 40, 30, 20, 10].map((days) => expiredLicense(days, license)), license],
};

export const approved = await rowLeft(pendingMisp, 1, (store) =>
  settleExample(status, processMispStatus(exampleTerms), { mispId, mispStatus: 'approved' }, store),
);

export const alreadyApproved = await rowLeft(exampleMisp, 2, (store) =>
  settleExample(status, processMispStatus(exampleTerms), { mispId, mispStatus: 'approved' }, store),
);

export const validated = await rowLeft(exampleMisp, 3, (store) =>
  settleExample(validate, validateLicenseKey, { mispId, mispLicenseKey: exampleKey }, store),
);

export const rotated = await rowLeft(fullMisp, 4, (store) =>
  settleExample(rotate, rotateLicenseKey(exampleTerms), { mispId, overlapSeconds: 0 }, store),
);

export const listed = await rowLeft(exampleMisp, 5, (store) => settleExample(list, listMisps('full'), {}, store));

export const denied = await rowLeft(exampleMisp, 6, (store) =>
  exampleSettlement(status.name, store, {}, mispId).denyAccess(),
);

const idempotencyId = 'example';
const fingerprint = 'of the first request';

export const repeated = await rowLeft(
  exampleMisp,
  7,
  (store) => {
    const repeatable: Repeatable = {
      id: idempotencyId,
      fingerprint,
      visibility: 'full',
      showsKey: false,
      answer: () => undefined,
      errorOf: () => ({ kind: 'unknown-misp', mispId }),
    };
    return settleExample(update, updateMisp, { mispId, name, ...contact }, store, { repeatable });
  },
  {
    first: {
      ...{ id: idempotencyId, fingerprint, requestId: 'JKJZvhZWvHcEPuQ=', forgetAt: EXAMPLE_TIME / 1000 },
      outcome: { kind: 'done', facts: doneFacts(exampleMisp) },
    },
  },
);

const ANNOUNCED_DAYS_BEFORE = 7;
const announcer = 'misp-prod-announce-expiring-licenses';

export const announced = await rowLeft(exampleMisp, 8, async (store) => {
  await announceExpiringLicenses({
    misps: store,
    notices: {
      checkpoint: async () => undefined,
      moveCheckpoint: async () => {},
      runningOut: async function* () {
        yield { mispId, runsOutAt: license.validTo };
      },
      announce: async (_misp, _notice, row) => {
        await store.putRow(row);
        return 'announced';
      },
    },
    thresholds: [ANNOUNCED_DAYS_BEFORE],
    caller: { userId: announcer, userName: announcer },
    requestId: '6f8e5c0a-1f0e-4b7e-9d4b-2f6d5a3c1b20',
    clock: () => license.validTo - ANNOUNCED_DAYS_BEFORE * DAY_MS,
    timeLeft: () => 1,
    log: () => {},
    metrics: () => {},
  });
});
