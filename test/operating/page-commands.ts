import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../lib/project-folder.ts';

/**
 * The arguments of a command from a page, for each time that it is on a line or in a block: this tests the page's own
 * text, not a copy.
 * @param page relative to docs/runbooks.
 * @param command the name for `npm run`.
 * @param values placeholders of the page, `<AuditBusName>` or `$Q`, and an operator's values for them.
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
