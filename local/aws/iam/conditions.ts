import { isRecord } from '../../template/json-values.ts';
import { isArnLike, isLike } from './wildcards.ts';

/** The values that a request has for each condition key; a key that is absent has none. */
export type RequestContext = Readonly<Record<string, readonly string[]>>;

/** One line of a `Condition`: an operator, a key, and the values that it is compared with. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

type Comparison = (wanted: string, given: string) => boolean;

const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: (wanted, given) => wanted === given,
  StringLike: isLike,
  ArnEquals: isArnLike,
  ArnLike: isArnLike,
  Bool: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
};

/** Keys whose value every call on this machine has or can be asked for. */
const knownKeys = new Set([
  'aws:SecureTransport',
  'aws:SourceAccount',
  'aws:SourceArn',
  'dynamodb:LeadingKeys',
  'kms:CallerAccount',
  'kms:ViaService',
]);

/**
 * Reads the `Condition` of a statement.
 * @throws Error naming what the evaluator does not know: half a condition would allow or deny the wrong calls.
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

function operatorOf(operator: string): { readonly set: string | undefined; readonly name: string } {
  const [, set, name = ''] = /^(?:(ForAllValues|ForAnyValue):)?(\w+)$/.exec(operator) ?? [];
  return { set, name };
}

/** Whether all conditions hold for a request. */
export function hold(conditions: readonly Condition[], context: RequestContext): boolean {
  return conditions.every((condition) => holds(condition, context));
}

function holds({ operator, key, values }: Condition, context: RequestContext): boolean {
  const { set, name } = operatorOf(operator);
  const compare = comparisons[name];
  if (compare === undefined) return false;
  const matches = (given: string) => values.some((wanted) => compare(wanted, given));
  const given = context[key] ?? [];
  // As on AWS: "all of them" is also true of none, which is why such a statement must not allow a Scan.
  if (set === 'ForAllValues') return given.every(matches);
  if (set === 'ForAnyValue') return given.some(matches);
  return given.length === 1 && given.every(matches);
}
