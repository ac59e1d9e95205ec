/** A place in a bundle, as a frame of an error names it: counted from one. */
export interface Frame {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** Every place in a bundle that a text names, in its order: frames as an error prints them, or a line of the log with them. */
export function framesIn(text: string): readonly Frame[] {
  return [...text.matchAll(/index\.mjs:(\d+):(\d+)/g)].map(([place, line, column]) => ({
    text: place,
    line: Number(line),
    column: Number(column),
  }));
}
