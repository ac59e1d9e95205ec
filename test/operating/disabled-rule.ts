import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { prepareAssembly } from '../../local/assembly/prepare-assembly.ts';
import { recordOf } from '../../local/template/json-values.ts';
import { type Assembly, withBundlesIn } from './prod-assembly.ts';

/**
 * The stack of the sources with a disabled rule (`aws events disable-rule`).
 * @param name of the rule, without service and stage.
 */
export async function assemblyWithoutRule(name: string): Promise<Assembly> {
  const folder = mkdtempSync(join(tmpdir(), 'misp-disabled-'));
  const built = await prepareAssembly();
  cpSync(built, folder, { recursive: true, filter: (path) => !basename(path).startsWith('asset.') });
  const file = readdirSync(folder).find((entry) => entry.endsWith('.template.json'));
  if (file === undefined) throw new Error('The assembly has no template');
  const template: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  let disabled = 0;
  for (const [logicalId, resource] of Object.entries(recordOf(recordOf(template, file).Resources, 'Resources'))) {
    const { Properties } = recordOf(resource, logicalId);
    const properties = recordOf(Properties, logicalId);
    if (properties.Name !== `misp-dev-${name}`) continue;
    Object.assign(properties, { State: 'DISABLED' });
    disabled += 1;
  }
  if (disabled !== 1) throw new Error(`${disabled} resources are named ${name}, not one rule`);
  writeFileSync(join(folder, file), withBundlesIn(built, JSON.stringify(template)));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
