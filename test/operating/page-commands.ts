import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../lib/project-folder.ts';

/**
 * The arguments of a command as a page gives them, once for each time that it is there in a line or a block of its own: what is
 * tested is what the page says, not what somebody once copied from it.
 * @param page below docs/runbooks.
 * @param command as `npm run` knows it.
 * @param values what stands on the page, `<AuditBusName>` or `$Q`, and what an operator puts in its place.
 */
export function commandsOn(
  page: string,
  command: string,
  values: Readonly<Record<string, string>>,
): readonly (readonly string[])[] {
  const text = readFileSync(join(projectFolder, 'docs/runbooks', page), 'utf8').replaceAll(/\\\n\s*/g, '');
  const found = [...text.matchAll(new RegExp(`npm run ${command} -- ([^\\n|\`#]*)`, 'g'))];
  if (found.length === 0) throw new Error(`${page} has no command npm run ${command}`);
  return found.map(([, args = '']) => {
    const filled = Object.entries(values).reduce((rest, [name, value]) => rest.replaceAll(name, () => value), args);
    if (/[<>$]/.test(filled)) throw new Error(`${page}: nothing was put in a place of “${filled}”`);
    return filled.trim().split(/\s+/);
  });
}
