import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { mutatedAssembly } from '../../proofs/mutated-assembly.ts';
import { startOnLocalCloud } from '../e2e/local-cloud-driver.ts';
import { registered } from '../scenarios/arrangements.ts';
import { operatorClients } from './operator-clients.ts';
import { growOld, lastSweep, recordIds, refusedRows, rowCopy, sweepByHand } from './outbox-rows.ts';

/** docs/runbooks/procedures/poison-row.md: a row of a newer version. The other causes are in one-cloud/poison-row.ts. */

test('a row of a newer version that was rolled back stays, and is delivered once the newer one is deployed again', async () => {
  const newer = await mutatedAssembly({
    functions: ['register-misp', 'publish-audit', 'sweep-audit-outbox'],
    mutations: [
      {
        file: 'functions/audit/catalog-version.ts',
        find: 'CATALOG_VERSION = 1',
        put: 'CATALOG_VERSION = 2',
      },
      {
        file: 'functions/audit/row-readers.ts',
        find: 'new Map([[1, {',
        put: 'new Map([[2, {',
      },
    ],
  });
  const dataFolder = mkdtempSync(join(tmpdir(), 'poison-row-'));
  const onProblem = () => undefined;
  const deploy = (assemblyFolder?: string) =>
    startOnLocalCloud({ dataFolder, onProblem, ...(assemblyFolder === undefined ? {} : { assemblyFolder }) });
  let driver = await deploy(newer.folder);
  try {
    // The newer version is rolled back before its row is delivered.
    driver.cloud.faults.plan({ action: 'events:PutEvents', mode: 'error', count: 1000 });
    const id = await registered(driver);
    await driver.stop();

    driver = await deploy();
    await driver.cloud.idle();
    await growOld(driver.cloud);
    expect(lastSweep(driver.cloud)).toMatchObject({ rows: 1, delivered: 0, poison: 1 });
    const [{ event, rowId, fault, catalogVersion } = {}] = refusedRows(driver.cloud);
    expect([event, fault, catalogVersion]).toEqual(['audit-row-unreadable', 'version', 2]);
    const operator = operatorClients(driver.cloud.services.endpointUrl);
    expect((await rowCopy(driver.cloud, operator, String(rowId))).Item.catalogVersion).toEqual({ N: '2' });
    operator.destroy();
    expect(recordIds(driver.cloud, String(rowId))).toEqual([]);
    await driver.stop();

    driver = await deploy(newer.folder);
    expect(await sweepByHand(driver.cloud)).toMatchObject({ rows: 1, delivered: 1, poison: 0 });
    expect(await driver.cloud.outboxRows()).toBe(0);
    expect(recordIds(driver.cloud, String(rowId))).toHaveLength(5);
    expect(driver.cloud.events().at(-1)?.detail).toMatchObject({ mispId: id });
  } finally {
    await driver.stop();
    newer.remove();
    rmSync(dataFolder, { recursive: true });
  }
}, 60_000);
