import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Admit } from '../../../local/aws/admission.ts';
import { type LocalCloudDriver, startOnLocalCloud } from '../../e2e/local-cloud-driver.ts';
import { operatorClients } from '../operator-clients.ts';

const admitAll: Admit = async () => ({ admitted: true });
let admit = admitAll;

/** The stack of stage `dev`, for all tests of this folder. */
export let driver: LocalCloudDriver;
export let operator: ReturnType<typeof operatorClients>;
export const problems: string[] = [];

beforeAll(async () => {
  driver = await startOnLocalCloud({ admit: (call) => admit(call), onProblem: (problem) => problems.push(problem) });
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

/** Decides about every call to a service while some work runs. */
export async function whileAdmitting<T>(decide: Admit, work: () => Promise<T>): Promise<T> {
  admit = decide;
  try {
    return await work();
  } finally {
    admit = admitAll;
  }
}
