import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { type LocalCloudDriver, startOnLocalCloud } from '../../e2e/local-cloud-driver.ts';
import { admissionForAWhile } from '../../support/admission-for-a-while.ts';
import { operatorClients } from '../operator-clients.ts';

const { admit, whileAdmitting } = admissionForAWhile();

export { whileAdmitting };

/** The stack of stage `dev`, for all tests of this folder. */
export let driver: LocalCloudDriver;
export let operator: ReturnType<typeof operatorClients>;
export const problems: string[] = [];

beforeAll(async () => {
  driver = await startOnLocalCloud({ admit, onProblem: (problem) => problems.push(problem) });
  operator = operatorClients(driver.cloud.services.endpointUrl);
}, 60_000);
// A failed test must not leave its faults to the next.
afterEach(() => {
  driver.cloud.faults.clear();
  driver.cloud.crashes.clear();
});
afterAll(async () => {
  operator.destroy();
  await driver.stop();
});
