import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { ServiceCall } from '../../../local/aws/admission.ts';
import { type LocalCloud, startLocalCloud } from '../../../local/local-cloud.ts';

/** The stack of stage `dev`, for all tests of this folder. */
export let cloud: LocalCloud;
/** The numbers of the events that its listener got. */
export const arrived: number[] = [];
/** Every call to a service that the policies allowed. */
export const asked: ServiceCall[] = [];
export const problems: string[] = [];
/** A web page that may call the service. */
export const page = 'http://localhost:5173';

beforeAll(async () => {
  cloud = await startLocalCloud({
    corsOrigins: ['https://console.example.org', page],
    onEvent: ({ n }) => arrived.push(n),
    onProblem: (problem) => problems.push(problem),
    admit: async (call) => {
      asked.push(call);
      return { admitted: true };
    },
  });
}, 60_000);
// The events of an earlier test must not take the faults and crashes of the next.
beforeEach(() => cloud.idle());
afterEach(() => {
  cloud.faults.clear();
  cloud.crashes.clear();
});
afterAll(() => cloud.stop());
