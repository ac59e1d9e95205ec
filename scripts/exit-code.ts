import { failureMessage } from './failure-message.ts';

/**
 * Runs a command that calls AWS.
 * @param run returns whether all is well.
 * @param complain prints why it failed.
 * @returns the process's exit code.
 */
export async function exitCodeOf(run: () => Promise<boolean>, complain: (line: string) => void): Promise<number> {
  try {
    return (await run()) ? 0 : 1;
  } catch (error) {
    complain(failureMessage(error));
    return 1;
  }
}
