import { projectFolder } from '../../lib/project-folder.ts';
import { exitCodeOf } from '../../scripts/exit-code.ts';
import { type Outcome, runProgram } from '../support/run-program.ts';

/**
 * The environment that makes a command call a local cloud instead of AWS.
 * @param roleArn of the role whose session the command uses; by default a user's own credentials.
 */
export const environmentFor = (endpointUrl: string, roleArn?: string) => ({
  AWS_ENDPOINT_URL: endpointUrl,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'OPERATOR',
  AWS_SECRET_ACCESS_KEY: 'not-a-secret',
  ...(roleArn === undefined ? {} : { AWS_SESSION_TOKEN: roleArn }),
});

/**
 * Runs a command of scripts/ as npm does.
 * @param onOutput gets all its output, and can kill it.
 * @param folder of the project, or of a copy of it.
 */
export function runCommand(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  onOutput?: (output: string, kill: () => void) => void,
  folder = projectFolder,
): Promise<Outcome> {
  const program = ['--no-warnings', 'scripts/require-node.cjs', `scripts/${script}`];
  const { PATH = '' } = process.env;
  return runProgram(
    {
      command: process.execPath,
      args: [...program, ...args],
      environment: { PATH, HOME: '/nonexistent', ...environment },
      folder,
    },
    onOutput,
  );
}

/**
 * Runs the work of a command in this process, which takes a tenth of the time. `runCommand` shows that the program
 * prints these lines and ends with this code.
 */
export async function runHere(
  run: (say: (line: string) => void) => Promise<boolean>,
  environment: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const lines: string[] = [];
  const say = (line: string) => void lines.push(`${line}\n`);
  const own = process.env;
  process.env = { HOME: '/nonexistent', ...environment };
  try {
    const code = await exitCodeOf(() => run(say), say);
    return { code, output: lines.join('') };
  } finally {
    process.env = own;
  }
}
