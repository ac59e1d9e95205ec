import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** A version of the service: the template, and the code of each function by its name, for example `get-misp`. */
export interface ServiceVersion {
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

/** The functions of a template: name, logical ids of function and role, and the folder of the code. */
function functionsOf(template: Template, stack: string) {
  return Object.entries(template.Resources).flatMap(([id, resource]) => {
    const { FunctionName, Role } = resource.Properties;
    if (resource.Type !== 'AWS::Lambda::Function' || typeof FunctionName !== 'string') return [];
    const { Metadata } = resource as { readonly Metadata?: Readonly<Record<string, unknown>> };
    const [roleId] = (Role as { readonly 'Fn::GetAtt': readonly string[] })['Fn::GetAtt'];
    return [
      {
        id,
        name: FunctionName.slice(stack.length + 1),
        roleId,
        codeFolder: String(Metadata?.['aws:asset:path']),
      },
    ];
  });
}

/** The version of the present sources. */
export async function presentVersion(): Promise<ServiceVersion> {
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

/** The version of a function's code, and that of its policies. */
export interface Choice {
  readonly code: ServiceVersion;
  readonly policy: ServiceVersion;
}

/** An assembly with a chosen version for each function; everything else is of the newer one. */
export interface MixedAssembly {
  readonly folder: string;
  /** A function that the older version lacks is always of the newer one. A running cloud keeps its own mixture. */
  mix(newer: ServiceVersion, choose: (name: string) => Choice): void;
  remove(): void;
}

/** Copies the present assembly into a folder of its own. */
export async function mixedAssembly(): Promise<MixedAssembly> {
  const folder = mkdtempSync(join(tmpdir(), 'misp-versions-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    cpSync(await prepareAssembly(), folder, { recursive: true });
    const { path, stack } = templateIn(folder);
    const mix: MixedAssembly['mix'] = (newer, choose) => {
      const resources: Record<string, Resource> = { ...newer.template.Resources };
      for (const { id, name } of functionsOf(newer.template, stack)) {
        const { code, policy } = choose(name);
        const bundle = code.bundles.get(name) ?? newer.bundles.get(name);
        if (bundle === undefined) throw new Error(`No version has the code of ${name}`);
        Object.assign(resources, { [id]: withCode(newer.template.Resources[id], codeFolderOf(bundle, folder)) });
        const policies = policiesOf(policy.template, name);
        if (Object.keys(policies).length === 0) continue;
        for (const policyId of Object.keys(policiesOf(newer.template, name))) delete resources[policyId];
        Object.assign(resources, policies);
      }
      writeFileSync(path, JSON.stringify({ ...newer.template, Resources: resources }));
    };
    return { folder, mix, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The same code is always in the same folder, so that mixtures share what is compiled of it. */
function codeFolderOf(bundle: string, assembly: string): string {
  const codeFolder = `code.${createHash('sha256').update(bundle).digest('hex')}`;
  mkdirSync(join(assembly, codeFolder), { recursive: true });
  writeFileSync(join(assembly, codeFolder, BUNDLE), bundle);
  return codeFolder;
}

const withCode = (resource: Resource | undefined, codeFolder: string) => ({
  ...resource,
  Metadata: { 'aws:asset:path': codeFolder },
});
