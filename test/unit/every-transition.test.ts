import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type LicenseRow,
  type LicenseState,
  licenseTransitions,
  type MispRow,
  type MispState,
  mispTransitions,
  standingIn,
} from '../../functions/domain/transitions.ts';
import type { OperationName } from '../../functions/operations.ts';
import { DAY, NOW, sampleKey, sampleLicense, sampleMisp } from '../support/sample-misp.ts';
import { InMemoryService, type TestRequest } from '../support/serve-in-memory.ts';

/**
 * Every cell of the state machine matters: changing it to any other possible value must change the answer, the stored
 * MISP or the records.
 */

interface Requested {
  readonly operation: OperationName;
  readonly request?: unknown;
}
const profile = { name: 'New Name', contactNumber: '5', emailId: 'a@x.org', address: 'B' };
const requests = {
  approve: { operation: 'process-misp-status', request: { mispStatus: 'approved' } },
  reject: { operation: 'process-misp-status', request: { mispStatus: 'rejected' } },
  activate: { operation: 'update-misp-status', request: { mispStatus: 'Active' } },
  'de-activate': { operation: 'update-misp-status', request: { mispStatus: 'De-active' } },
  update: { operation: 'update-misp', request: profile },
  download: { operation: 'download-license-key' },
  rotate: { operation: 'rotate-license-key', request: { overlapSeconds: 60 } },
} as const satisfies Record<string, Requested>;
const mispLicenseKey = sampleKey(1);
const licenseRequests = {
  'switch-on': { operation: 'update-license-key-status', request: { mispLicenseKey, mispLicenseKeyStatus: 'Active' } },
  'switch-off': {
    operation: 'update-license-key-status',
    request: { mispLicenseKey, mispLicenseKeyStatus: 'De-active' },
  },
  'set-end': {
    operation: 'change-license-validity',
    request: { mispLicenseKey, validTo: new Date(NOW + 5 * DAY).toISOString() },
  },
} as const satisfies Record<keyof LicenseRow, Requested>;

type Cell = { readonly kind: string; readonly to?: string; readonly why?: string };
/** The tables are read-only except for this test. */
type Table = Record<string, Record<string, Cell>>;

/** Everything that a request produces: answer, MISP and records, without values that differ in each run. */
async function effectOf(seeded: ReturnType<typeof sampleMisp>, { operation, request }: Requested): Promise<string> {
  const service = new InMemoryService();
  service.store.seed(seeded);
  const sent: TestRequest = { path: { mispId: '100' }, ...(request === undefined ? {} : { request }) };
  try {
    const answer = await service.send(operation, sent);
    return JSON.stringify([answer.json, service.store.peek('100'), service.lastTrail]);
  } catch (error) {
    return String(error);
  }
}

const moves: readonly Cell[] = (Object.keys(mispTransitions) as MispState[]).map((to) => ({ kind: 'move', to }));
const refused = (why: string): Cell => ({ kind: 'refused', why });
const unchanged: Cell = { kind: 'unchanged' };
/** All values of a cell's type. */
const mispCells: Readonly<Record<keyof MispRow, readonly Cell[]>> = {
  approve: [...moves, refused('already-in-status'), refused('misp-not-active')],
  reject: [...moves, refused('already-in-status')],
  activate: [...moves, unchanged],
  'de-activate': [...moves, unchanged],
  update: moves,
  download: [...moves, refused('misp-not-approved'), refused('misp-not-active')],
  rotate: [...moves, refused('misp-not-approved'), refused('misp-not-active')],
};
const licenseCells: Readonly<Record<keyof LicenseRow, readonly Cell[]>> = {
  'switch-on': [{ kind: 'move', to: 'on' }, unchanged, refused('license-expired')],
  'switch-off': [{ kind: 'move', to: 'off' }, unchanged],
  'set-end': [{ kind: 'move', to: 'on' }, { kind: 'move', to: 'off' }, refused('license-expired')],
};

const cellsOf = (table: unknown) =>
  Object.entries(table as Table).flatMap(([state, row]) =>
    Object.keys(row).map((request) => [state, request] as const),
  );

let restore: () => void = () => undefined;
beforeEach(() => {
  restore = () => undefined;
});
afterEach(() => restore());

/** Changes a cell for the rest of the test. */
function change(table: unknown, state: string, request: string, cell: Cell): void {
  const row = (table as Table)[state]!;
  const was = row[request]!;
  row[request] = cell;
  restore = () => {
    row[request] = was;
  };
}

const others = (all: readonly Cell[], is: Cell) => all.filter((cell) => JSON.stringify(cell) !== JSON.stringify(is));

describe('a MISP', () => {
  /** Its only licence has lapsed: a download renews it if allowed. */
  const inState = (state: MispState) =>
    sampleMisp({ ...standingIn(state), version: 3, licenses: [sampleLicense({ validTo: NOW - DAY })] });

  test.each(cellsOf(mispTransitions))('%s: %s has only this outcome', async (state, kind) => {
    const misp = inState(state as MispState);
    const asked = requests[kind as keyof typeof requests];
    const right = await effectOf(misp, asked);
    expect(await effectOf(misp, asked)).toBe(right);
    for (const cell of others(mispCells[kind as keyof MispRow], (mispTransitions as unknown as Table)[state]![kind]!)) {
      change(mispTransitions, state, kind, cell);
      expect([cell, (await effectOf(misp, asked)) === right]).toEqual([cell, false]);
      restore();
    }
  });
});

describe('a licence', () => {
  const inState = (state: LicenseState) =>
    sampleMisp({
      version: 3,
      licenses: [
        sampleLicense({
          isSwitchedOn: state.startsWith('on'),
          validTo: state.endsWith('expired') ? NOW - DAY : NOW + DAY,
        }),
      ],
    });

  test.each(cellsOf(licenseTransitions))('%s: %s has only this outcome', async (state, kind) => {
    const misp = inState(state as LicenseState);
    const asked = licenseRequests[kind as keyof LicenseRow];
    const right = await effectOf(misp, asked);
    for (const cell of others(
      licenseCells[kind as keyof LicenseRow],
      (licenseTransitions as unknown as Table)[state]![kind]!,
    )) {
      change(licenseTransitions, state, kind, cell);
      expect([cell, (await effectOf(misp, asked)) === right]).toEqual([cell, false]);
      restore();
    }
  });
});

test('every state of MISP and licence is covered', () => {
  expect([cellsOf(mispTransitions).length, cellsOf(licenseTransitions).length]).toEqual([42, 12]);
});
