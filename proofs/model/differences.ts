const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const brief = (value: unknown) => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 200 ? `${text.slice(0, 200)}\u2026` : text;
};

/** The differences of two values, one a line: `response.isActive is true, must be false`. */
export function differences(actual: unknown, expected: unknown, path = ''): readonly string[] {
  if (Object.is(actual, expected)) return [];
  if (!isObject(actual) || !isObject(expected) || Array.isArray(actual) !== Array.isArray(expected)) {
    return [`${path} is ${brief(actual)}, must be ${brief(expected)}`];
  }
  const keys = [...new Set([...Object.keys(actual), ...Object.keys(expected)])];
  return keys.flatMap((key) => differences(actual[key], expected[key], path === '' ? key : `${path}.${key}`));
}
