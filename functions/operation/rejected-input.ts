/** A request refused before its operation starts. It leaves no audit record, only a log line and a count. */
export class RejectedInput extends Error {
  override readonly name = 'RejectedInput';
  readonly problems: readonly [InputProblem, ...InputProblem[]];
  constructor(...problems: readonly [InputProblem, ...InputProblem[]]) {
    super(problems.map(({ reason }) => reason).join(', '));
    this.problems = problems;
  }
}

/** Faults of a field of the body, a parameter of the query or a header (docs/errors.md, "Reasons"). */
export const inputReasons = ['missing', 'blank', 'too-long', 'wrong-type', 'not-allowed', 'out-of-range'] as const;
export type InputReason = (typeof inputReasons)[number];

/** The fault of one field or parameter, by its name in the contract. */
export interface FieldFault {
  readonly name: string;
  readonly reason: InputReason;
}

/** Faults of the body as a whole. */
export const bodyReasons = ['too-large', 'wrong-content-type', 'not-utf-8', 'too-many-values', 'not-json'] as const;
export type BodyReason = (typeof bodyReasons)[number];

/** One fault of a request: its place, never its value. */
export type InputProblem =
  /** A field of the body's `request`; `sentAs` is its name in the request. */
  | { readonly in: 'field'; readonly name: string; readonly sentAs: string; readonly reason: InputReason }
  | { readonly in: 'query' | 'header'; readonly name: string; readonly reason: InputReason }
  | { readonly in: 'body'; readonly reason: BodyReason };
