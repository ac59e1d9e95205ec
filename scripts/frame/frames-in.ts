/** A place in a bundle, from a stack frame. Counted from 1. */
export interface Frame {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** Finds all places in a bundle in a text, in order. The text is a stack trace or a log line that contains one. */
export function framesIn(text: string): readonly Frame[] {
  return [...text.matchAll(/index\.mjs:(\d+):(\d+)/g)].map(([place, line, column]) => ({
    text: place,
    line: Number(line),
    column: Number(column),
  }));
}
