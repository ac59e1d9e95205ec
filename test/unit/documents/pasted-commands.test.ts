import { describe, expect, test } from '@jest/globals';
import { markdownPages, readProjectFile } from '../../support/markdown.ts';

/** The commands of the pages, by block. A block in another language than the shell's names it. */
const blocks = markdownPages().flatMap((page) =>
  [...readProjectFile(page).matchAll(/^( *)```(?:sh)?\n([\s\S]*?)^\1```$/gm)].map(([, , lines = '']) => ({
    page,
    lines: lines.trimEnd().split('\n'),
  })),
);

describe('commands in the pages can be pasted', () => {
  test('there are some', () => {
    expect(blocks.length).toBeGreaterThan(50);
  });

  // An interactive zsh, the shell of macOS, takes the words of a comment for arguments.
  test('without comments', () => {
    const commented = blocks.flatMap(({ page, lines }) =>
      lines.filter((line) => /(^|\s)#\s/.test(line)).map((line) => `${page}: ${line}`),
    );
    expect(commented).toEqual([]);
  });

  // `read` takes the next pasted line for its input.
  test('with nothing behind a command that reads what is typed', () => {
    const swallowing = blocks.flatMap(({ page, lines }) =>
      lines
        .slice(0, -1)
        .filter((line) => /(^|[;&] *)read -/.test(line))
        .map((line) => `${page}: ${line}`),
    );
    expect(swallowing).toEqual([]);
  });
});
