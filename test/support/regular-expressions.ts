import { parseSync } from 'oxc-parser';
import { checkSync } from 'recheck';

/** A regular expression of a source file. */
export interface FoundExpression {
  /** File and line. */
  readonly at: string;
  readonly pattern: string;
  readonly flags: string;
}

interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Methods that compile a text to a regular expression. */
const COMPILING_METHODS = new Set(['match', 'matchAll', 'search']);

/**
 * Every regular expression of a TypeScript source: literals, calls of `RegExp`, and texts for `match`, `matchAll` or
 * `search`.
 * @param file its name, for reports.
 * @throws Error with file and line if one is assembled at runtime, so that it cannot be checked.
 */
export function regularExpressionsIn(file: string, source: string): readonly FoundExpression[] {
  const at = (node: Node) => `${file}:${source.slice(0, Number(node.start)).split('\n').length}`;
  const found: FoundExpression[] = [];
  const textOf = (node: Node | undefined, call: Node): string => {
    if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
    throw new Error(`${at(call)} assembles a regular expression: write it as a literal`);
  };
  const visitCall = (call: Node) => {
    const callee = call.callee as Node;
    const [first, second] = call.arguments as readonly Node[];
    const { name } = callee.type === 'MemberExpression' ? (callee.property as Node) : callee;
    const isCompiled =
      COMPILING_METHODS.has(String(name)) && first?.type === 'Literal' && typeof first.value === 'string';
    if (name !== 'RegExp' && !isCompiled) return;
    const flags = name === 'RegExp' && second !== undefined ? textOf(second, call) : '';
    found.push({ at: at(call), pattern: textOf(first, call), flags });
  };
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const node = value as Node;
    if (node.type === 'Literal' && typeof node.regex === 'object') {
      const { pattern, flags } = node.regex as { readonly pattern: string; readonly flags: string };
      found.push({ at: at(node), pattern, flags });
    } else if (node.type === 'NewExpression' || node.type === 'CallExpression') visitCall(node);
    Object.values(node).forEach(visit);
  };
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  visit(program);
  return found;
}

/** For a busy machine: the slowest expression takes a second or two. */
const TIMEOUT_MS = 600_000;

/**
 * Whether matching takes linear time for every text.
 * @returns the fault, with a text that shows it; undefined if there is none.
 */
export function superlinear({ at, pattern, flags }: FoundExpression): string | undefined {
  // Uses automata, which prove it; the checker's other method only searches for a slow text. Runs in this process,
  // without the checker's native programs.
  process.env.RECHECK_SYNC_BACKEND = 'pure';
  const verdict = checkSync(pattern, flags, { timeout: TIMEOUT_MS, checker: 'automaton' });
  if (verdict.status === 'safe') return undefined;
  const why =
    verdict.status === 'vulnerable'
      ? `is ${verdict.complexity.summary}, as for ${verdict.attack.pattern}`
      : `cannot be judged: ${verdict.error.kind}`;
  return `${at} /${pattern}/${flags} ${why}`;
}
