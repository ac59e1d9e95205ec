import { describe, expect, test } from '@jest/globals';
import { markdownPages, readProjectFile } from '../../support/markdown.ts';

/** The commands of the pages, by block. A block in another language than the shell's names it, and a drawing has lines. */
const blocks = markdownPages()
  .flatMap((page) =>
    [...readProjectFile(page).matchAll(/^( *)(```|~~~)(?:sh|bash|zsh|shell)? *\n([\s\S]*?)^\1\2$/gm)].map(
      ([, , , lines = '']) => ({
        page,
        lines: lines.trimEnd().split('\n'),
      }),
    ),
  )
  .filter(({ lines }) => !lines.some((line) => line.includes('─')));
const linesWith = (pattern: RegExp, of = blocks) =>
  of.flatMap(({ page, lines }) => lines.filter((line) => pattern.test(line)).map((line) => `${page}: ${line}`));

describe('commands in the pages can be pasted', () => {
  test('there are some', () => {
    expect(blocks.length).toBeGreaterThan(50);
  });

  // An interactive zsh, the shell of macOS, takes the words of a comment for arguments.
  test('without comments', () => {
    expect(linesWith(/(^|\s)#(\s|$)/)).toEqual([]);
  });

  test('without descriptions behind them', () => {
    expect(linesWith(/^\s*(npm|node|npx|aws) .*\S {2,}\S/)).toEqual([]);
  });

  // `read` takes the next pasted line for its input.
  test('with nothing behind a command that reads what is typed', () => {
    const more = blocks.map(({ page, lines }) => ({ page, lines: lines.slice(0, -1) }));
    expect(linesWith(/(?<![-\w])read\s+(-\w|[A-Z])/, more)).toEqual([]);
  });
});
