/** Whether an event or a stream record matches the pattern of a rule or a mapping. */
export type EventMatcher = (event: unknown) => boolean;

type Check = (value: unknown) => boolean;

/**
 * Compiles an event pattern of EventBridge or of a Lambda event filter: nested objects with lists of allowed values as
 * leaves. Supports exact values (text, number, true, false, null) and `{"prefix": "…"}`.
 * @throws Error naming the place of anything else, because a half-understood pattern would pass the wrong events.
 */
export function compileEventPattern(pattern: unknown, place = 'pattern'): EventMatcher {
  if (!isObject(pattern)) throw new Error(`${place}: must be an object`);
  const fields = Object.entries(pattern).map(([name, part]) => {
    if (name.startsWith('$')) throw new Error(`${place}.${name}: not emulated by the local cloud`);
    return [
      name,
      Array.isArray(part) ? compileChoice(part, `${place}.${name}`) : compileEventPattern(part, `${place}.${name}`),
    ] as const;
  });
  if (fields.length === 0) throw new Error(`${place}: is empty`);
  return (event) => isObject(event) && fields.every(([name, matches]) => matches(event[name]));
}

function compileChoice(choices: readonly unknown[], place: string): Check {
  if (choices.length === 0) throw new Error(`${place}: names no value`);
  const checks = choices.map((choice) => compileValue(choice, place));
  const matches = (value: unknown) => checks.some((check) => check(value));
  // A list in the event matches if one of its elements does.
  return (value) => (Array.isArray(value) ? value.some(matches) : matches(value));
}

function compileValue(choice: unknown, place: string): Check {
  if (choice === null || ['string', 'number', 'boolean'].includes(typeof choice)) return (value) => value === choice;
  if (isObject(choice) && Object.keys(choice).length === 1 && typeof choice.prefix === 'string') {
    const { prefix } = choice;
    return (value) => typeof value === 'string' && value.startsWith(prefix);
  }
  throw new Error(`${place}: ${JSON.stringify(choice)} is not emulated by the local cloud`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
