import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { prepareAssembly } from '../../local/assembly/prepare-assembly.ts';
import { recordOf } from '../../local/template/json-values.ts';
import { type Assembly, withBundlesIn } from './prod-assembly.ts';

/**
 * The stack of the sources with disabled rules (`aws events disable-rule`).
 * @param names of the rules, without service and stage.
 */
export async function assemblyWithoutRules(names: readonly string[]): Promise<Assembly> {
  const folder = mkdtempSync(join(tmpdir(), 'misp-disabled-'));
  const built = await prepareAssembly();
  cpSync(built, folder, { recursive: true, filter: (path) => !basename(path).startsWith('asset.') });
  const file = readdirSync(folder).find((entry) => entry.endsWith('.template.json'));
  if (file === undefined) throw new Error('The assembly has no template');
  const template: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const left = new Set(names.map((name) => `misp-dev-${name}`));
  for (const [logicalId, resource] of Object.entries(recordOf(recordOf(template, file).Resources, 'Resources'))) {
    const { Properties } = recordOf(resource, logicalId);
    const properties = recordOf(Properties, logicalId);
    if (!names.some((name) => properties.Name === `misp-dev-${name}`)) continue;
    if (!left.delete(String(properties.Name))) throw new Error(`Two resources are named ${properties.Name}`);
    Object.assign(properties, { State: 'DISABLED' });
  }
  if (left.size > 0) throw new Error(`No rule is named ${[...left].join(' or ')}`);
  writeFileSync(join(folder, file), withBundlesIn(built, JSON.stringify(template)));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
