/** A cache: policies have few patterns, and every call checks all of them. */
const compiled = new Map<string, RegExp>();

/** Whether a text matches a policy pattern: `*` matches any run of characters, `?` exactly one. */
export function isLike(pattern: string, text: string): boolean {
  const known = compiled.get(pattern) ?? compile(pattern);
  compiled.set(pattern, known);
  return known.test(text);
}

function compile(pattern: string): RegExp {
  const parts = pattern.split(/([*?])/).map((part) => (part === '*' ? '.*' : part === '?' ? '.' : escaped(part)));
  return new RegExp(`^${parts.join('')}$`, 's');
}

/** Names of actions are case-insensitive; resources are not. */
export function isAction(pattern: string, action: string): boolean {
  return isLike(pattern.toLowerCase(), action.toLowerCase());
}

/** A wildcard in the first five parts of an ARN does not match a colon; in the last part it does. */
export function isArnLike(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const [wanted, given] = [partsOf(pattern), partsOf(arn)];
  return wanted.length === given.length && wanted.every((part, index) => isLike(part, given[index] ?? ''));
}

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function escaped(text: string): string {
  return text.replaceAll(/[.+^$(){}|[\]\\/-]/g, '\\$&');
}
