import { spawn } from 'node:child_process';
import { projectFolder } from '../../lib/project-folder.ts';

export interface CommandResult {
  readonly code: number | null;
  readonly output: string;
}

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
  onOutput: (text: string, kill: () => void) => void = () => undefined,
  folder = projectFolder,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const program = ['scripts/require-node.cjs', `scripts/${script}`];
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, ['--no-warnings', ...program, ...args], {
      cwd: folder,
      env: { PATH, HOME: '/nonexistent', ...environment },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        onOutput(output, () => child.kill('SIGKILL'));
      });
    }
    child.on('close', (code) => resolve({ code, output }));
  });
}
