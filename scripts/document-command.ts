import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectFolder } from '../lib/project-folder.ts';
import { readOptions } from './command-line.ts';

/** JSON documents by file. */
export type Documents = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The version of the package, which is that of the documents. */
export function packageVersion(): string {
  const { version }: { readonly version: string } = JSON.parse(
    readFileSync(join(projectFolder, 'package.json'), 'utf8'),
  );
  return version;
}

/**
 * Writes documents if the calling module is the main program, not an import.
 * @param moduleUrl `import.meta.url` of the calling module.
 */
export function documentCommand(moduleUrl: string, usage: string, documents: () => Documents): void {
  if (process.argv[1] !== fileURLToPath(moduleUrl)) return;
  const { values } = readOptions({ options: { help: { type: 'boolean', default: false } } });
  if (values.help) {
    console.log(usage);
    return;
  }
  const biome = join(projectFolder, 'node_modules/.bin/biome');
  for (const [file, document] of Object.entries(documents())) {
    const input = JSON.stringify(document, null, 2);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, execFileSync(biome, ['format', `--stdin-file-path=${file}`], { input }));
    console.log(`Wrote ${file}`);
  }
}
