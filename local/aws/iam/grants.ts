import { type Access, applies, type Statement } from './policy-document.ts';
import { isLike } from './wildcards.ts';

/** One thing that a function's role allows: an action on a resource, and where the policy names keys, for one of them. */
export interface GrantName {
  /** The whole name, or the part that follows service and stage, such as `publish-audit`. */
  readonly function: string;
  /** As the policy writes it, for example `dynamodb:PutItem`. */
  readonly action: string;
  /** As the policy writes it. */
  readonly resource: string;
  /** A pattern of `dynamodb:LeadingKeys`; without it the grant is meant with all its keys. */
  readonly key?: string;
}

/** A grant and how often calls have used it. */
export interface Grant extends GrantName {
  /** Needed by the platform and by no call of the function: its log, its traces, its stream, its failure queue. */
  readonly isPlatform: boolean;
  readonly uses: number;
}

const LEADING_KEYS = 'dynamodb:LeadingKeys';

/** What AWS does in the name of a function's role, without the function asking for it. */
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

/** The policies of one function, taken apart into statements of one action and one resource each. */
export class FunctionGrants {
  readonly #functionName: string;
  readonly #statements: readonly Statement[];
  readonly #uses = new Map<string, number>();
  /** What is taken away for a test, by the number of its taking. */
  readonly #withheld = new Map<symbol, Omit<GrantName, 'function'>>();

  constructor(functionName: string, statements: readonly Statement[]) {
    this.#functionName = functionName;
    this.#statements = statements.flatMap((statement) =>
      statement.actions.flatMap((action) =>
        statement.resources.map((resource) => ({ ...statement, actions: [action], resources: [resource] })),
      ),
    );
  }

  /** All statements as they hold now. */
  get statements(): readonly Statement[] {
    return this.#statements.flatMap((statement) => {
      const left = [...this.#withheld.values()].reduce<Statement | undefined>(
        (rest, name) => rest && without(rest, name),
        statement,
      );
      return left === undefined ? [] : [left];
    });
  }

  /** Every grant as the template has it, those included that are withheld. */
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

  /** Takes note of the grants that one call has rested on. @param needed all that it needed. */
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

  forgetUses(): void {
    this.#uses.clear();
  }

  /**
   * Takes a grant away.
   * @returns what gives it back.
   * @throws Error when there is no such grant.
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

/** What is left of a statement; undefined when it is nothing. A denial is never taken away. */
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
