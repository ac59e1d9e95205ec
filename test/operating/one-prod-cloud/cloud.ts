import { afterAll, beforeAll } from '@jest/globals';
import type { Admit } from '../../../local/aws/admission.ts';
import { type LocalCloudDriver, startOnLocalCloud } from '../../e2e/local-cloud-driver.ts';
import { type Assembly, prodAssembly } from '../prod-assembly.ts';

/** May put events on the bus. */
export const REDRIVE_ROLE = 'arn:aws:iam::000000000000:role/operations/redrive';

let admit: Admit = async () => ({ admitted: true });
let assembly: Assembly;

/** The stack of stage `prod`, for all tests of this folder. They put events of their own on the bus. */
export let driver: LocalCloudDriver;
beforeAll(async () => {
  assembly = await prodAssembly({ redriveRoleArns: [REDRIVE_ROLE] });
  driver = await startOnLocalCloud({
    assemblyFolder: assembly.folder,
    admit: (call) => admit(call),
    onProblem: () => undefined,
    events: null,
  });
}, 60_000);
afterAll(async () => {
  await driver.stop();
  assembly.remove();
});

/** Decides about every call to a service from now on. */
export function admitBy(decide: Admit): void {
  admit = decide;
}
