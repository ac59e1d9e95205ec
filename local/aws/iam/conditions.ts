import { isRecord } from '../../template/json-values.ts';
import { isArnLike, isLike } from './wildcards.ts';

/** The values of a request by condition key. An absent key has none. */
export type RequestContext = Readonly<Record<string, readonly string[]>>;

/** One entry of a `Condition`: an operator, a key and the values to compare with. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

interface Comparison {
  readonly isAlike: (wanted: string, given: string) => boolean;
  /** Holds if a value matches none of the policy's values, and so also if the request has no value. */
  readonly isNegated?: true;
}

const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: { isAlike: (wanted, given) => wanted === given },
  StringLike: { isAlike: isLike },
  ArnEquals: { isAlike: isArnLike },
  ArnLike: { isAlike: isArnLike },
  ArnNotEquals: { isAlike: isArnLike, isNegated: true },
  ArnNotLike: { isAlike: isArnLike, isNegated: true },
  Bool: { isAlike: (wanted, given) => wanted.toLowerCase() === given.toLowerCase() },
};

/** Keys that the local cloud can evaluate. */
const knownKeys = new Set([
  'aws:PrincipalArn',
  'aws:PrincipalIsAWSService',
  'aws:SecureTransport',
  'aws:SourceAccount',
  'aws:SourceArn',
  'dynamodb:LeadingKeys',
  'kms:CallerAccount',
  'kms:ViaService',
]);

/**
 * Reads the `Condition` of a statement.
 * @throws Error naming what is not supported: half a condition would allow or deny the wrong calls.
 */
export function readConditions(condition: unknown, where: string): readonly Condition[] {
  if (condition === undefined) return [];
  if (!isRecord(condition)) throw new Error(`${where}: Condition is not an object`);
  return Object.entries(condition).flatMap(([operator, keys]) => {
    const { name } = operatorOf(operator);
    if (comparisons[name] === undefined) throw new Error(`${where}: the operator ${operator} is not evaluated here`);
    if (!isRecord(keys)) throw new Error(`${where}: ${operator} is not an object`);
    return Object.entries(keys).map(([key, wanted]) => {
      if (!knownKeys.has(key)) throw new Error(`${where}: the condition key ${key} is not evaluated here`);
      const values = (Array.isArray(wanted) ? wanted : [wanted]).map((value: unknown) => textOf(value, key, where));
      return { operator, key, values };
    });
  });
}

function textOf(value: unknown, key: string, where: string): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') throw new Error(`${where}: a value of ${key} is not a string`);
  if (value.includes('${')) throw new Error(`${where}: policy variables (${value}) are not evaluated here`);
  return value;
}

/**
 * Splits an operator: its set prefix (ForAllValues, ForAnyValue), its comparison, and whether it accepts an absent key
 * (IfExists).
 */
function operatorOf(operator: string) {
  const [, set, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  return { set, name, isOptional: ifExists !== undefined };
}

/** Whether all conditions hold for a request. */
export function hold(conditions: readonly Condition[], context: RequestContext): boolean {
  return conditions.every((condition) => holds(condition, context));
}

function holds({ operator, key, values }: Condition, context: RequestContext): boolean {
  const { set, name, isOptional } = operatorOf(operator);
  const comparison = comparisons[name];
  if (comparison === undefined) return false;
  const { isAlike, isNegated = false } = comparison;
  const matches = (given: string) => values.some((wanted) => isAlike(wanted, given)) !== isNegated;
  const given = context[key] ?? [];
  if (given.length === 0 && isOptional) return true;
  // As on AWS, ForAllValues also holds for no values. So such a statement must not allow a Scan.
  if (set === 'ForAllValues') return given.every(matches);
  if (set === 'ForAnyValue') return given.some(matches);
  return given.length === 0 ? isNegated : given.length === 1 && given.every(matches);
}
