/** A request that is turned away before its operation starts: it leaves no audit record, a log line and a count instead. */
export class RejectedInput extends Error {
  override readonly name = 'RejectedInput';
  readonly problems: readonly InputProblem[];
  constructor(problems: readonly [InputProblem, ...InputProblem[]]) {
    super(problems.map((problem) => problem.kind).join(', '));
    this.problems = problems;
  }
}

export type InputProblem =
  /** A field that is missing, blank, too long, of the wrong type or holds characters that are not allowed. */
  | { readonly kind: 'field'; readonly path: string }
  /** A request that cannot be read at all, or a query parameter that is wrong; `what` names it without repeating it. */
  | { readonly kind: 'unreadable'; readonly what: string };
