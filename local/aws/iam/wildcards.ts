/** Patterns come from policies, so there are few of them, and each is asked at every call. */
const compiled = new Map<string, RegExp>();

/** Whether a text is what a pattern of a policy stands for: `*` for any run of characters, `?` for exactly one. */
export function isLike(pattern: string, text: string): boolean {
  const known = compiled.get(pattern) ?? compile(pattern);
  compiled.set(pattern, known);
  return known.test(text);
}

function compile(pattern: string): RegExp {
  const parts = pattern.split(/([*?])/).map((part) => (part === '*' ? '.*' : part === '?' ? '.' : escaped(part)));
  return new RegExp(`^${parts.join('')}$`, 's');
}

/** Names of actions match without regard to case; resources do not. */
export function isAction(pattern: string, action: string): boolean {
  return isLike(pattern.toLowerCase(), action.toLowerCase());
}

/** In an ARN a wildcard of the first five parts does not reach over a colon; one of the last part matches anything. */
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
