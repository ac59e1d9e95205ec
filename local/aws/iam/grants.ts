import { type Access, applies, type Statement } from './policy-document.ts';
import { isLike } from './wildcards.ts';

/** One grant of a function's role: an action on a resource and, if the policy names keys, on one of them. */
export interface GrantName {
  /** The full name, or the part after service and stage, such as `publish-audit`. */
  readonly function: string;
  /** As the policy writes it, for example `dynamodb:PutItem`. */
  readonly action: string;
  /** As the policy writes it. */
  readonly resource: string;
  /** A pattern of `dynamodb:LeadingKeys`; without it, the grant with all its keys. */
  readonly key?: string;
}

/** A grant and how many calls have used it. */
export interface Grant extends GrantName {
  /** Used by Lambda itself, not by a call of the function: log, traces, stream, failure queue. */
  readonly isPlatform: boolean;
  readonly uses: number;
}

const LEADING_KEYS = 'dynamodb:LeadingKeys';

/** Actions that AWS itself performs with a function's role. */
export const platformActions: ReadonlySet<string> = new Set([
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
  'kms:Decrypt',
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'sqs:SendMessage',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]);

/** The policies of one function, split into statements with one action and one resource each. */
export class FunctionGrants {
  readonly #functionName: string;
  readonly #statements: readonly Statement[];
  readonly #uses = new Map<string, number>();
  /** Grants that tests withhold; each call of `withhold` has its own symbol. */
  readonly #withheld = new Map<symbol, Omit<GrantName, 'function'>>();

  constructor(functionName: string, statements: readonly Statement[]) {
    this.#functionName = functionName;
    this.#statements = statements.flatMap((statement) =>
      statement.actions.flatMap((action) =>
        statement.resources.map((resource) => ({ ...statement, actions: [action], resources: [resource] })),
      ),
    );
  }

  /** All current statements, without what is withheld. */
  get statements(): readonly Statement[] {
    return this.#statements.flatMap((statement) => {
      const left = [...this.#withheld.values()].reduce<Statement | undefined>(
        (rest, name) => rest && without(rest, name),
        statement,
      );
      return left === undefined ? [] : [left];
    });
  }

  /** Every grant in the template, including withheld ones. */
  all(): readonly Grant[] {
    const rows = this.#statements.filter(({ effect }) => effect === 'Allow').flatMap(rowsOf);
    const distinct = new Map(rows.map((row) => [idOf(row), row]));
    return [...distinct].map(([id, row]) => ({
      function: this.#functionName,
      ...row,
      isPlatform: platformActions.has(row.action),
      uses: this.#uses.get(id) ?? 0,
    }));
  }

  /** Counts the grants that one call has used. @param needed every access that it needed. */
  recordUse(needed: readonly Access[]): void {
    const used = needed.flatMap((access) => {
      const keys = access.context[LEADING_KEYS] ?? [];
      return this.statements
        .filter((one) => one.effect === 'Allow' && applies(one, access))
        .flatMap(rowsOf)
        .filter(({ key }) => key === undefined || keys.some((given) => isLike(key, given)));
    });
    for (const id of new Set(used.map(idOf))) this.#uses.set(id, (this.#uses.get(id) ?? 0) + 1);
  }

  resetUseCounts(): void {
    this.#uses.clear();
  }

  /**
   * Withholds a grant.
   * @returns a function that restores it.
   * @throws Error if there is no such grant.
   */
  withhold(name: Omit<GrantName, 'function'>): () => void {
    if (!this.all().some((grant) => isMeant(grant, name))) {
      throw new Error(`${this.#functionName} is not granted ${name.action} on ${name.resource} ${name.key ?? ''}`);
    }
    const taking = Symbol('withheld grant');
    this.#withheld.set(taking, name);
    return () => void this.#withheld.delete(taking);
  }
}

type Row = Omit<GrantName, 'function'>;

const idOf = ({ action, resource, key }: Row) => JSON.stringify([action, resource, key]);

function isMeant(row: Row, { action, resource, key }: Row): boolean {
  return row.action === action && row.resource === resource && (key === undefined || row.key === key);
}

function rowsOf({ actions, resources, conditions }: Statement): readonly Row[] {
  const keys = conditions.find(({ key }) => key === LEADING_KEYS)?.values;
  return actions.flatMap((action) =>
    resources.flatMap((resource): Row[] =>
      keys === undefined ? [{ action, resource }] : keys.map((key) => ({ action, resource, key })),
    ),
  );
}

/** The rest of a statement without a grant; undefined if nothing is left. Denials stay. */
function without(statement: Statement, name: Row): Statement | undefined {
  const { effect, actions, resources, conditions } = statement;
  if (effect === 'Deny' || !actions.includes(name.action) || !resources.includes(name.resource)) return statement;
  if (name.key === undefined) return undefined;
  const left = conditions.map((condition) =>
    condition.key === LEADING_KEYS
      ? { ...condition, values: condition.values.filter((key) => key !== name.key) }
      : condition,
  );
  const isEmpty = left.some(({ key, values }) => key === LEADING_KEYS && values.length === 0);
  return isEmpty ? undefined : { ...statement, conditions: left };
}
