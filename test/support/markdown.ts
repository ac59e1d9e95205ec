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

/** Code blocks may have lines that look like headings. */
const withoutCode = (text: string) => text.replace(/^```.*?^```/gms, '');

const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');

/** The anchors that GitHub gives the headings of a page. */
export const anchorsOf = (text: string): readonly string[] =>
  [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** What is below a heading, up to the next one of its level or above, without code blocks; empty if the page has no such heading. */
export function sectionOf(text: string, anchor: string): string {
  const lines = withoutCode(text).split('\n');
  const levels = lines.map((line) => /^(#+) /.exec(line)?.[1]?.length ?? Number.POSITIVE_INFINITY);
  const start = lines.findIndex(
    (line, at) => Number.isFinite(levels[at]) && anchorOf(line.replace(/^#+ /, '')) === anchor,
  );
  if (start < 0) return '';
  const end = levels.findIndex((level, at) => at > start && level <= (levels[start] ?? 0));
  return lines.slice(start, end < 0 ? undefined : end).join('\n');
}
