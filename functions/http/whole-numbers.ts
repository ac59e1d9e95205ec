/** A text or a number in JSON. The end of a text is optional, so that this regular expression is linear for any input. */
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"?|-?\d[\d.eE+-]*/g;
const NUMBER = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** A number with a fraction or an exponent in an object or a list; or a text that looks like one. */
const UNEVEN = /[:,[\s]-?\d+[.eE]/;

/** Whether the text of a JSON number, such as `60`, `6e1` or `60.0`, is exactly a whole number. */
function isWhole(source: string): boolean {
  const [, before = '', after = '', exponent = '0'] = NUMBER.exec(source) ?? [];
  const point = before.length + Number(exponent);
  return /^0*$/.test((before + after).slice(Math.max(0, point)));
}

/**
 * Parses JSON, with 0.5 in place of each number that is not whole: `JSON.parse` would round `59.99999999999999999` to 60,
 * and `1e-400` to 0 (docs/rules.md, "Text"). So an infinite number in the result is a whole one.
 * @throws SyntaxError
 */
export function parseWholeNumbers(text: string): unknown {
  const rounded: unknown = JSON.parse(text);
  if (!UNEVEN.test(text)) return rounded;
  const isKept = (source: string) => source.startsWith('"') || isWhole(source);
  return JSON.parse(text.replace(TEXT_OR_NUMBER, (source) => (isKept(source) ? source : '0.5')));
}
