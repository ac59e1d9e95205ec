import { isRecord } from './json-values.ts';
import { noValue } from './pseudo-parameters.ts';

/** Looks up what intrinsic functions refer to. Each method throws with a reason if it does not know the answer. */
export interface Scope {
  ref(logicalId: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  condition(name: string): boolean;
  mapping(name: string, first: string, second: string): unknown;
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/**
 * Replaces the intrinsic functions in a value of the template.
 * @param where the resource or section of the value, for the error.
 * @throws Error naming the place and the expression if it cannot be resolved.
 */
export function resolveIntrinsics(value: unknown, scope: Scope, where: string): unknown {
  if (Array.isArray(value)) {
    return value.map((entry) => resolveIntrinsics(entry, scope, where)).filter((entry) => entry !== noValue);
  }
  if (!isRecord(value)) return value;
  const intrinsic = intrinsicOf(value);
  if (intrinsic === undefined) {
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, entry]) => [key, resolveIntrinsics(entry, scope, where)] as const)
        .filter(([, entry]) => entry !== noValue),
    );
  }
  const rule = rules[intrinsic.name];
  try {
    if (rule === undefined) throw new Error(`${intrinsic.name} is not known here`);
    // Fn::If must not resolve the other branch, which may refer to missing resources.
    const argument =
      intrinsic.name === 'Fn::If' ? intrinsic.argument : resolveIntrinsics(intrinsic.argument, scope, where);
    const result = rule(argument, scope);
    return intrinsic.name === 'Fn::If' ? resolveIntrinsics(result, scope, where) : result;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // Reports the innermost expression; the outer ones add nothing.
    if (error instanceof UnresolvedExpression) throw error;
    throw new UnresolvedExpression(`${where}: cannot resolve ${JSON.stringify(value)}: ${reason}`);
  }
}

class UnresolvedExpression extends Error {}

/** An object with the single key `Ref`, `Condition` or `Fn::…` is a call, not data. */
function intrinsicOf(value: Readonly<Record<string, unknown>>): { name: string; argument: unknown } | undefined {
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length !== 1 || first === undefined) return undefined;
  const [name, argument] = first;
  const isCondition = name === 'Condition' && typeof argument === 'string';
  return name === 'Ref' || isCondition || name.startsWith('Fn::') ? { name, argument } : undefined;
}

const rules: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => scope.ref(text(argument)),
  Condition: (argument, scope) => scope.condition(text(argument)),
  'Fn::GetAtt': (argument, scope) => {
    const parts = typeof argument === 'string' ? argument.split('.') : list(argument).map(text);
    const [logicalId = '', ...attribute] = parts;
    return scope.attribute(logicalId, attribute.join('.'));
  },
  'Fn::Join': (argument) => {
    const [separator, parts] = list(argument);
    return list(parts).map(plain).join(text(separator));
  },
  'Fn::Sub': (argument, scope) => {
    const [template, values] = Array.isArray(argument) ? argument : [argument, {}];
    const given = isRecord(values) ? values : {};
    return text(template).replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal === '!') return `\${${name}}`;
      if (Object.hasOwn(given, name)) return plain(given[name]);
      const [logicalId = '', ...attribute] = name.split('.');
      return plain(attribute.length === 0 ? scope.ref(name) : scope.attribute(logicalId, attribute.join('.')));
    });
  },
  'Fn::Select': (argument) => {
    const [index, entries] = list(argument);
    const entry = list(entries)[Number(index)];
    if (entry === undefined) throw new Error('there is no such entry');
    return entry;
  },
  'Fn::Split': (argument) => {
    const [separator, whole] = list(argument);
    return text(whole).split(text(separator));
  },
  'Fn::If': (argument, scope) => {
    const [condition, then, otherwise] = list(argument);
    return scope.condition(text(condition)) ? then : otherwise;
  },
  'Fn::Equals': (argument) => {
    const [left, right] = list(argument);
    return left === right;
  },
  'Fn::And': (argument) => list(argument).every((entry) => entry === true),
  'Fn::Or': (argument) => list(argument).some((entry) => entry === true),
  'Fn::Not': (argument) => list(argument)[0] === false,
  'Fn::FindInMap': (argument, scope) => {
    const [name, first, second] = list(argument).map(text);
    return scope.mapping(name ?? '', first ?? '', second ?? '');
  },
};

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`expected a string, not ${JSON.stringify(value)}`);
  return value;
}

/** Numbers and booleans are joined and substituted as their text. */
function plain(value: unknown): string {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : text(value);
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('expected a list');
  return value;
}
