import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareAssembly } from '../../local/assembly/prepare-assembly.ts';

/** A statement of a policy as the template has it. */
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

/** Runs something on a copy of the assembly whose template is another one. */
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
 * Another statement in the place of one of the function that validates: its only one with the action.
 * @throws Error when that is another than it was: a plant that is none must not pass for one.
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
      throw new Error('The statement to change is another one');
    document.Statement = document.Statement.flatMap((one) => (one === found[0] ? change(one) : [one]));
  };
