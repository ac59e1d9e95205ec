import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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

/** Changes the template of an assembly, which must be a copy. */
export function changeTemplate(assemblyFolder: string, change: (resources: TemplateResources) => void): void {
  const file = join(assemblyFolder, readdirSync(assemblyFolder).find((name) => name.endsWith('.template.json'))!);
  const template: { Resources: TemplateResources } = JSON.parse(readFileSync(file, 'utf8'));
  change(template.Resources);
  writeFileSync(file, JSON.stringify(template));
}

/**
 * Replaces a statement of a function: its only one with the action.
 * @throws Error if that statement has changed: the mistake would have no effect.
 */
export const inPolicyOf =
  (name: string, action: string, change: (statement: TemplateStatement) => readonly TemplateStatement[]) =>
  (resources: TemplateResources): void => {
    const id = new RegExp(name.replaceAll('-', '-?'), 'i');
    const [, policy] = Object.entries(resources).find(
      ([one, { Type }]) => Type === 'AWS::IAM::Policy' && id.test(one),
    )!;
    const document = policy.Properties.PolicyDocument;
    const found = document.Statement.filter(({ Action }) => Action === action);
    if (found.length !== 1 || found[0]?.Condition === undefined)
      throw new Error('The statement to replace has changed');
    document.Statement = document.Statement.flatMap((one) => (one === found[0] ? change(one) : [one]));
  };
