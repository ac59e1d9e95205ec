import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareAssembly } from '../../local/assembly/prepare-assembly.ts';
import { recordOf } from '../../local/template/json-values.ts';
import type { Assembly } from './prod-assembly.ts';

/** The stack of the sources after somebody has disabled its schedules (`aws events disable-rule`). */
export async function assemblyWithoutSchedules(): Promise<Assembly> {
  const folder = mkdtempSync(join(tmpdir(), 'misp-disabled-'));
  cpSync(await prepareAssembly(), folder, { recursive: true });
  const name = readdirSync(folder).find((file) => file.endsWith('.template.json'));
  if (name === undefined) throw new Error('The assembly has no template');
  const template: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  let disabled = 0;
  for (const [logicalId, resource] of Object.entries(recordOf(recordOf(template, name).Resources, 'Resources'))) {
    const { Properties } = recordOf(resource, logicalId);
    const properties = recordOf(Properties, logicalId);
    if (properties.ScheduleExpression === undefined) continue;
    Object.assign(properties, { State: 'DISABLED' });
    disabled += 1;
  }
  if (disabled !== 1) throw new Error(`${disabled} schedules were disabled, not that of the sweeper`);
  writeFileSync(join(folder, name), JSON.stringify(template));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
