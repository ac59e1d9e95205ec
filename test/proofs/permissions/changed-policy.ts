import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareAssembly } from '../../../local/assembly/prepare-assembly.ts';

/** A statement of a policy as the template has it. */
export interface TemplateStatement {
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: unknown;
}
interface Policy {
  readonly Type: string;
  readonly Properties: { readonly PolicyDocument: { Statement: readonly TemplateStatement[] } };
}

/**
 * Runs something on a copy of the assembly in which the policy of the function that validates is another one.
 * @param change what becomes of the statement by which it reads the table of MISPs.
 */
export async function withChangedPolicy<T>(
  change: (read: TemplateStatement) => readonly TemplateStatement[],
  run: (assemblyFolder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'misp-grants-'));
  try {
    cpSync(await prepareAssembly(), folder, { recursive: true });
    const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.template.json'))!);
    const template: { Resources: Record<string, Policy> } = JSON.parse(readFileSync(file, 'utf8'));
    const [, policy] = Object.entries(template.Resources).find(
      ([id, { Type }]) => Type === 'AWS::IAM::Policy' && /validate-?license-?key/i.test(id),
    )!;
    const document = policy.Properties.PolicyDocument;
    const read = document.Statement.filter(({ Action }) => Action === 'dynamodb:GetItem');
    if (read.length !== 1 || read[0]?.Condition === undefined)
      throw new Error('The statement to change is another one');
    document.Statement = document.Statement.flatMap((one) => (one === read[0] ? change(one) : [one]));
    writeFileSync(file, JSON.stringify(template));
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
