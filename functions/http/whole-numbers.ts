/** A text of a JSON document, or a number in it. A text without an end ends with the document, so that reading stays linear. */
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\[\s\S])*"?|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const NUMBER = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** A number with a fraction or an exponent; or a text that looks like one. */
const UNEVEN = /\d[.eE]/;

/** Whether the text of a JSON number, such as `60`, `6e1` or `60.0`, is exactly a whole number. */
function isWhole(source: string): boolean {
  const [, before = '', after = '', exponent = '0'] = NUMBER.exec(source) ?? [];
  const point = before.length + Number(exponent);
  return /^0*$/.test((before + after).slice(Math.max(0, point)));
}

/** Keeps the sign: without it, wrong JSON such as `--0.5` could become right. */
const asInfinity = (source: string) => (source.startsWith('-') ? '-1e999' : '1e999');

/**
 * Parses JSON, with an infinite number in place of each that is not whole: `JSON.parse` would round
 * `59.99999999999999999` to 60, and `1e-400` to 0 (docs/rules.md, "Text").
 * @throws SyntaxError
 */
export function parseWholeNumbers(text: string): unknown {
  if (!UNEVEN.test(text)) return JSON.parse(text);
  const isKept = (source: string) => source.startsWith('"') || isWhole(source);
  return JSON.parse(text.replace(TEXT_OR_NUMBER, (source) => (isKept(source) ? source : asInfinity(source))));
}
