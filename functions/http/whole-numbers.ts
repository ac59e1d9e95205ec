const NUMBER = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Whether the text of a JSON number, such as `60`, `6e1` or `60.0`, is exactly a whole number. */
function isWhole(source: string): boolean {
  const [, before = '', after = '', exponent = '0'] = NUMBER.exec(source) ?? [];
  const point = before.length + Number(exponent);
  return /^0*$/.test((before + after).slice(Math.max(0, point)));
}

/**
 * Parses JSON, with NaN for each number that is not whole: `JSON.parse` would round `59.99999999999999999` to 60, and
 * `1e-400` to 0 (docs/rules.md, "Text"). Numbers with neither a fraction nor an exponent are whole.
 * @throws SyntaxError
 */
export function parseWholeNumbers(text: string): unknown {
  if (!/\d[.eE]/.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key: string, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' && !isWhole(context?.source ?? '') ? Number.NaN : value,
  );
}
