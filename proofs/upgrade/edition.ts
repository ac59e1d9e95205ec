import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareAssembly } from '../../local/assembly/prepare-assembly.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** A deployment: the template, and the code of each function by its name, for example `get-misp`. */
export interface Edition {
  readonly template: Template;
  readonly bundles: ReadonlyMap<string, string>;
}

const ENDING = '.template.json';
const BUNDLE = 'index.mjs';

/** The template of an assembly: its path, and the name of its stack, which begins the names of its functions. */
function templateIn(folder: string) {
  const file = readdirSync(folder).find((name) => name.endsWith(ENDING));
  if (file === undefined) throw new Error(`${folder} has no ${ENDING}`);
  return { path: join(folder, file), stack: file.slice(0, -ENDING.length) };
}

/** The functions of a template: name, logical ids, and the folder of the code. */
function functionsOf(template: Template, stack: string) {
  return Object.values(template.Resources).flatMap((resource) => {
    const { FunctionName, Role } = resource.Properties;
    if (resource.Type !== 'AWS::Lambda::Function' || typeof FunctionName !== 'string') return [];
    const { Metadata } = resource as { readonly Metadata?: Readonly<Record<string, unknown>> };
    const [roleId] = (Role as { readonly 'Fn::GetAtt': readonly string[] })['Fn::GetAtt'];
    return [
      {
        name: FunctionName.slice(stack.length + 1),
        roleId,
        codeFolder: String(Metadata?.['aws:asset:path']),
      },
    ];
  });
}

/** The edition of the present sources. */
export async function presentEdition(): Promise<Edition> {
  const folder = await prepareAssembly();
  const { path, stack } = templateIn(folder);
  const template: Template = JSON.parse(readFileSync(path, 'utf8'));
  const bundles = functionsOf(template, stack).map(
    ({ name, codeFolder }) => [name, readFileSync(join(folder, codeFolder, BUNDLE), 'utf8')] as const,
  );
  return { template, bundles: new Map(bundles) };
}

/** The policies of each function, by logical id. */
export function policiesOf(template: Template, name: string): Readonly<Record<string, Resource>> {
  const role = functionsOf(template, '').find((one) => one.name.endsWith(`-${name}`))?.roleId;
  const isOfRole = ({ Type, Properties }: Resource) =>
    Type === 'AWS::IAM::Policy' && JSON.stringify(Properties.Roles) === JSON.stringify([{ Ref: role }]);
  return Object.fromEntries(Object.entries(template.Resources).filter(([, resource]) => isOfRole(resource)));
}

/** The edition of a function's code, and that of its policies. */
export interface Choice {
  readonly code: Edition;
  readonly policy: Edition;
}

/**
 * An assembly with a chosen edition for each function; everything else is of the newer one. A function that the older
 * one lacks is always of the newer one.
 * @returns its folder, and a way to delete it.
 */
export async function mixedAssembly(
  newer: Edition,
  choose: (name: string) => Choice,
): Promise<{ readonly folder: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'misp-editions-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    cpSync(await prepareAssembly(), folder, { recursive: true });
    const { path, stack } = templateIn(folder);
    const resources: Record<string, Resource> = { ...newer.template.Resources };
    for (const { name, codeFolder } of functionsOf(newer.template, stack)) {
      const { code, policy } = choose(name);
      const bundle = code.bundles.get(name) ?? newer.bundles.get(name);
      if (bundle === undefined) throw new Error(`No edition has the code of ${name}`);
      writeFileSync(join(folder, codeFolder, BUNDLE), bundle);
      const policies = policiesOf(policy.template, name);
      if (Object.keys(policies).length === 0) continue;
      for (const id of Object.keys(policiesOf(newer.template, name))) delete resources[id];
      Object.assign(resources, policies);
    }
    writeFileSync(path, JSON.stringify({ ...newer.template, Resources: resources }));
    return { folder, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
