import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareAssembly } from '../../../local/assembly/prepare-assembly.ts';

interface Statement {
  readonly Action: unknown;
  readonly Resource: unknown;
}
interface Policy {
  readonly Type: string;
  readonly Properties: { readonly PolicyDocument: { readonly Statement: Statement[] } };
}

/**
 * Runs something on a copy of the assembly in which the function that validates may do one thing more than it needs.
 * @param action granted on the table that it reads.
 */
export async function withOneGrantTooMuch<T>(action: string, run: (assemblyFolder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'misp-grants-'));
  try {
    cpSync(await prepareAssembly(), folder, { recursive: true });
    const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.template.json'))!);
    const template: { Resources: Record<string, Policy> } = JSON.parse(readFileSync(file, 'utf8'));
    const [, policy] = Object.entries(template.Resources).find(
      ([id, { Type }]) => Type === 'AWS::IAM::Policy' && /validate-?license-?key/i.test(id),
    )!;
    const statements = policy.Properties.PolicyDocument.Statement;
    const read = statements.find(({ Action }) => Action === 'dynamodb:GetItem')!;
    statements.push({ ...read, Action: action });
    writeFileSync(file, JSON.stringify(template));
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
