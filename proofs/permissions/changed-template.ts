import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareAssembly } from '../../local/assembly/prepare-assembly.ts';

/** A policy statement in the template. */
export interface TemplateStatement {
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: unknown;
}
export interface TemplateResource {
  readonly Type: string;
  readonly Properties: { readonly PolicyDocument: { Statement: readonly TemplateStatement[] } };
}
export type TemplateResources = Record<string, TemplateResource>;

/** Runs something on a copy of the assembly with a changed template. */
export async function withChangedTemplate<T>(
  change: (resources: TemplateResources) => void,
  run: (assemblyFolder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'misp-grants-'));
  try {
    cpSync(await prepareAssembly(), folder, { recursive: true });
    const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.template.json'))!);
    const template: { Resources: TemplateResources } = JSON.parse(readFileSync(file, 'utf8'));
    change(template.Resources);
    writeFileSync(file, JSON.stringify(template));
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Replaces a statement of the validating function: its only one with the action.
 * @throws Error if that statement has changed: the mistake would have no effect.
 */
export const inPolicyOfValidation =
  (action: string, change: (statement: TemplateStatement) => readonly TemplateStatement[]) =>
  (resources: TemplateResources): void => {
    const [, policy] = Object.entries(resources).find(
      ([id, { Type }]) => Type === 'AWS::IAM::Policy' && /validate-?license-?key/i.test(id),
    )!;
    const document = policy.Properties.PolicyDocument;
    const found = document.Statement.filter(({ Action }) => Action === action);
    if (found.length !== 1 || found[0]?.Condition === undefined)
      throw new Error('The statement to replace has changed');
    document.Statement = document.Statement.flatMap((one) => (one === found[0] ? change(one) : [one]));
  };
