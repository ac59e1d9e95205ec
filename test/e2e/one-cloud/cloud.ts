import { afterAll, beforeAll } from '@jest/globals';
import { admissionForAWhile } from '../../support/admission-for-a-while.ts';
import { type LocalCloudDriver, startOnLocalCloud } from '../local-cloud-driver.ts';

const { admit, whileAdmitting } = admissionForAWhile();

export { whileAdmitting };

/** The stack of stage `dev`, for all tests of this folder. */
export let driver: LocalCloudDriver;
beforeAll(async () => {
  driver = await startOnLocalCloud({ admit, onProblem: () => undefined });
}, 60_000);
afterAll(() => driver.stop());
