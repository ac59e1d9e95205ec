import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../lib/project-folder.ts';

/** Reads a file of the project. @param path relative to the project's folder. */
export const readProjectFile = (path: string): string => readFileSync(join(projectFolder, path), 'utf8');

/** All Markdown pages of the project, as paths relative to its folder. */
export function markdownPages(): readonly string[] {
  const pagesIn = (folder: string) =>
    readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  const ownPages = readdirSync(projectFolder, { encoding: 'utf8' });
  return [...ownPages, ...['docs', 'client', '.github'].flatMap(pagesIn)]
    .filter((path) => path.endsWith('.md') && !path.includes('node_modules'))
    .sort();
}

/** Targets of the links and pictures of a page, except on other hosts. */
export const linksOf = (text: string): readonly string[] =>
  [...text.matchAll(/\]\((?![a-z]+:)([^)\s]+)\)/g)].map(([, link = '']) => link);

/** The anchors that GitHub gives the headings of a page. */
export function anchorsOf(text: string): readonly string[] {
  // Code blocks may have lines that look like headings.
  const prose = text.replace(/^```.*?^```/gms, '');
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}
