import { afterAll, beforeAll } from '@jest/globals';
import type { Admit } from '../../../local/aws/admission.ts';
import { type LocalCloudDriver, startOnLocalCloud } from '../local-cloud-driver.ts';

const admitAll: Admit = async () => ({ admitted: true });
let admit = admitAll;

/** The stack of stage `dev`, for all tests of this folder. */
export let driver: LocalCloudDriver;
beforeAll(async () => {
  driver = await startOnLocalCloud({ admit: (call) => admit(call), onProblem: () => undefined });
}, 60_000);
afterAll(() => driver.stop());

/** Decides about every call to a service while some work runs. */
export async function whileAdmitting<T>(decide: Admit, work: () => Promise<T>): Promise<T> {
  admit = decide;
  try {
    return await work();
  } finally {
    admit = admitAll;
  }
}
