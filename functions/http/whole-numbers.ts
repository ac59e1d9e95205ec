const NUMBER = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Whether the text of a JSON number, such as `60`, `6e1` or `60.0`, is exactly a whole number. */
function isWhole(source: string): boolean {
  const [, before = '', after = '', exponent = '0'] = NUMBER.exec(source) ?? [];
  const point = before.length + Number(exponent);
  return /^0*$/.test((before + after).slice(Math.max(0, point)));
}

/** A number with a fraction or an exponent, as a value; or a text that looks like one. */
const UNEVEN = /[:,[\s]-?\d+[.eE]/;

/**
 * Parses JSON, with NaN for each number that is not whole: `JSON.parse` would round `59.99999999999999999` to 60, and
 * `1e-400` to 0 (docs/rules.md, "Text"). Numbers with neither a fraction nor an exponent are whole.
 * In a body with over 2,000 levels they are still rounded: looking at each value would exhaust the stack.
 * @throws SyntaxError
 */
export function parseWholeNumbers(text: string): unknown {
  if (!UNEVEN.test(text)) return JSON.parse(text);
  try {
    return JSON.parse(text, (_key: string, value: unknown, context?: { readonly source?: string }) =>
      typeof value === 'number' && !isWhole(context?.source ?? '') ? Number.NaN : value,
    );
  } catch (error) {
    if (error instanceof RangeError) return JSON.parse(text);
    throw error;
  }
}
