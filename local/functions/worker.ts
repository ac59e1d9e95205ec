import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { isRecord } from '../template/json-values.ts';
import type { FunctionDefinition } from './definition.ts';
import type { AnsweredInvocation, InvocationResult } from './invocation.ts';
import { failure } from './invocation.ts';

const RUNTIME = fileURLToPath(new URL('worker-runtime.mjs', import.meta.url));
/** Lambda allows ten seconds. This machine may start many functions at once, so it allows more. */
const START_LIMIT_MS = 30_000;

interface Call {
  readonly id: string;
  /** JSON. */
  readonly event: string;
  readonly timer: NodeJS.Timeout;
  /** Set if the process must be killed during this call. */
  readonly crashTimer: NodeJS.Timeout | undefined;
  readonly settle: (result: InvocationResult) => void;
}

/** One process of a function. It answers one invocation at a time. */
export class FunctionWorker {
  /** The session token, unique to this process. */
  readonly session: string | undefined;
  /** Resolves when the bundle is loaded: with nothing, or with the error of every invocation. */
  readonly started: Promise<InvocationResult | undefined>;
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>;
  readonly #definition: FunctionDefinition;
  readonly #clockOffset: () => number;
  readonly #onAnswer: (answered: AnsweredInvocation) => void;
  readonly #process: ChildProcess;
  #call: Call | undefined;
  #alive = true;
  #settleStart: (result: InvocationResult | undefined) => void = () => {};

  constructor(
    definition: FunctionDefinition,
    environment: Readonly<Record<string, string>>,
    onLine: (line: string) => void,
    clockOffset: () => number = () => 0,
    onAnswer: (answered: AnsweredInvocation) => void = () => undefined,
  ) {
    this.#definition = definition;
    this.#clockOffset = clockOffset;
    this.#onAnswer = onAnswer;
    this.session = environment.AWS_SESSION_TOKEN;
    // Beside the bundle, so both are deleted together. Saves later processes a fifth of their start time.
    const compiledCode = `${definition.codeFolder}.compiled`;
    // The child must not inherit flags of this process, such as the test runner's.
    const child = fork(RUNTIME, [String(clockOffset()), compiledCode], {
      env: environment,
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#process = child;
    for (const output of [child.stdout, child.stderr]) if (output !== null) readLines(output, onLine);
    this.ended = new Promise((resolve) => {
      const conclude = (result: InvocationResult) => {
        this.#alive = false;
        this.#settleStart(result);
        this.#settle(result);
        resolve();
      };
      child.on('error', (error) => conclude(failure('Runtime.ExitError', error.message)));
      child.once('exit', (code, signal) => {
        this.#alive = false;
        // The last message may still be in transit. The channel closes after it.
        if (child.connected) child.once('disconnect', () => conclude(exitError(code, signal)));
        else conclude(exitError(code, signal));
      });
    });
    this.started = new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#settleStart(failure('Sandbox.Timedout', 'The function did not load in time'));
        this.kill();
      }, START_LIMIT_MS);
      this.#settleStart = (result) => {
        clearTimeout(timer);
        resolve(result);
      };
    });
    child.on('message', (message) => this.#receive(message));
  }

  /** Whether the process can take another call. */
  get isAlive(): boolean {
    return this.#alive;
  }

  get processId(): number | undefined {
    return this.#process.pid;
  }

  /**
   * Invokes the function with an event. Never rejects.
   * @param event the event as JSON.
   * @param id the request id of this invocation.
   * @param crashAfterMs kills the process after this time, or in place of its answer if that comes first.
   */
  invoke(event: string, id: string, crashAfterMs?: number): Promise<InvocationResult> {
    const { timeoutMs, arn } = this.#definition;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        const limit = `${(timeoutMs / 1000).toFixed(2)} seconds`;
        this.#settle(failure('Sandbox.Timedout', `RequestId: ${id} Error: Task timed out after ${limit}`));
        this.kill();
      }, timeoutMs);
      const crashTimer = crashAfterMs === undefined ? undefined : setTimeout(() => this.kill(), crashAfterMs);
      this.#call = { id, event, timer, crashTimer, settle: resolve };
      const invocation = { functionArn: arn, traceId: traceId() };
      const clockOffset = this.#clockOffset();
      this.#process.send({ id, event, deadline: Date.now() + timeoutMs, invocation, clockOffset }, (error) => {
        // The process has gone since it was last idle. Its exit may be reported later.
        if (error !== null) this.#settle(exitError(null, null));
      });
    });
  }

  /** Kills the process at once. */
  kill(): void {
    this.#alive = false;
    this.#process.kill('SIGKILL');
  }

  #receive(message: unknown): void {
    if (!isRecord(message)) return;
    if (message.ready === true || message.failed !== undefined) this.#settleStart(errorIn(message.failed));
    if (message.id === undefined || message.id !== this.#call?.id) return;
    // A planned crash happens before the answer at the latest.
    if (this.#call.crashTimer !== undefined) this.kill();
    else this.#settle(errorIn(message.error) ?? this.#answer(this.#call.event, message));
  }

  #answer(event: string, message: Readonly<Record<string, unknown>>): InvocationResult {
    const value = String(message.value);
    this.#onAnswer({ event, value, processorMs: Number(message.processorMs) });
    return { ok: true, value: JSON.parse(value) };
  }

  #settle(result: InvocationResult): void {
    const call = this.#call;
    if (call === undefined) return;
    this.#call = undefined;
    clearTimeout(call.timer);
    clearTimeout(call.crashTimer);
    call.settle(result);
  }
}

function errorIn(error: unknown): InvocationResult | undefined {
  if (!isRecord(error)) return undefined;
  return failure(String(error.errorType), String(error.errorMessage));
}

function exitError(code: number | null, signal: string | null): InvocationResult {
  const reason = signal === null ? `exit status ${code ?? 'unknown'}` : `signal: ${signal}`;
  return failure('Runtime.ExitError', `Runtime exited with error: ${reason}`);
}

/** A trace id in X-Ray's format. Nothing is sampled. */
function traceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')};Parent=${randomBytes(8).toString('hex')};Sampled=0`;
}

function readLines(output: Readable, onLine: (line: string) => void): void {
  createInterface({ input: output }).on('line', onLine);
}
