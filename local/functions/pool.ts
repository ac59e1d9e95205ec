import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FunctionDefinition } from './definition.ts';
import type { InvocationResult } from './invocation.ts';
import { failure } from './invocation.ts';
import type { StartGate } from './start-gate.ts';
import type { FunctionWorker } from './worker.ts';

/** Processes of one function without reserved concurrency. AWS would allow hundreds. */
const DEFAULT_WORKERS = 8;
/** Lambda's limit for an event or an answer. */
const PAYLOAD_LIMIT_BYTES = 6 * 1024 * 1024;
/** Processes idle for longer are ended, except the last one of a function. */
const IDLE_LIMIT_MS = 30_000;

/** Assumed duration of an invocation before the first one. */
const FIRST_GUESS_MS = 50;

/** Called when an invocation begins. Returns the moment, from 0 to 1, to kill the process; undefined for no crash. */
export type NextCrashMoment = () => number | undefined;

interface Job {
  readonly event: string;
  readonly since: number;
  readonly settle: (result: InvocationResult) => void;
}

/**
 * The processes of one function, managed as Lambda does: each runs one invocation at a time, more start under load,
 * idle ones are reused.
 */
export class FunctionPool {
  readonly #definition: FunctionDefinition;
  readonly #startWorker: () => FunctionWorker;
  readonly #gate: StartGate;
  readonly #nextCrashMoment: NextCrashMoment;
  readonly #growAfterMs: number;
  readonly #workers = new Set<FunctionWorker>();
  /** A stack, so under low load the processes at the bottom stay idle. */
  readonly #idle: { readonly worker: FunctionWorker; readonly since: number }[] = [];
  readonly #queue: Job[] = [];
  /** Processes that wait for their moment, or at the gate. */
  #announced = 0;
  #loading = 0;
  #running = 0;
  #calls = 0;
  #stopped = false;
  /** Moving average of the duration of invocations. */
  #typicalMs = FIRST_GUESS_MS;

  /**
   * @param gate shared by all functions, because too many processes starting at once delay each other.
   * @param growAfterMs how long an invocation waits for a busy process before another one starts.
   */
  constructor(
    definition: FunctionDefinition,
    startWorker: () => FunctionWorker,
    gate: StartGate,
    nextCrashMoment: NextCrashMoment = () => undefined,
    growAfterMs = 0,
  ) {
    this.#definition = definition;
    this.#startWorker = startWorker;
    this.#gate = gate;
    this.#nextCrashMoment = nextCrashMoment;
    this.#growAfterMs = growAfterMs;
  }

  get calls(): number {
    return this.#calls;
  }

  get workers(): number {
    return this.#workers.size;
  }

  /** Whether an invocation is running or waiting. */
  get isBusy(): boolean {
    return this.#running > 0 || this.#queue.length > 0;
  }

  /** Never rejects: returns the error that Lambda would report. */
  async invoke(event: unknown): Promise<InvocationResult> {
    this.#calls += 1;
    const text = JSON.stringify(event) ?? 'null';
    const bytes = Buffer.byteLength(text);
    if (bytes > PAYLOAD_LIMIT_BYTES) {
      const limit = `the RequestResponse invocation type (limit ${PAYLOAD_LIMIT_BYTES} bytes)`;
      return failure('RequestEntityTooLargeException', `${bytes} byte payload is too large for ${limit}`);
    }
    const reserved = this.#definition.reservedConcurrency;
    // Throttles only with reserved concurrency. Otherwise AWS would start another process, while here the invocation
    // waits for one.
    if (reserved !== undefined && this.#running + this.#queue.length >= reserved) {
      return failure('TooManyRequestsException', 'Rate Exceeded.');
    }
    if (this.#stopped) return failure('Runtime.ExitError', 'The local cloud is stopping');
    const result = await new Promise<InvocationResult>((settle) => {
      this.#queue.push({ event: text, since: performance.now(), settle });
      this.#next();
    });
    return this.#withinLimit(result);
  }

  /** Ends processes that have been idle for too long, except the last one. */
  retireIdle(now: number): void {
    while (this.#workers.size > 1) {
      const oldest = this.#idle[0];
      if (oldest === undefined || now - oldest.since < IDLE_LIMIT_MS) return;
      this.#idle.shift();
      this.#workers.delete(oldest.worker);
      oldest.worker.kill();
    }
  }

  /** Kills the process of a session. @returns false if it is already gone. */
  kill(session: string): boolean {
    const worker = [...this.#workers].find((one) => one.session === session);
    worker?.kill();
    return worker !== undefined;
  }

  /** Kills all processes. Running invocations get an error. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const job of this.#queue.splice(0)) job.settle(failure('Runtime.ExitError', 'The local cloud is stopping'));
    const workers = [...this.#workers];
    for (const worker of workers) worker.kill();
    await Promise.all(workers.map((worker) => worker.ended));
  }

  #next(): void {
    while (this.#queue.length > 0) {
      const free = this.#idle.pop();
      if (free === undefined) break;
      const job = this.#queue.shift();
      if (job !== undefined) void this.#run(free.worker, job);
    }
    const limit = this.#definition.reservedConcurrency ?? DEFAULT_WORKERS;
    const wanted = () => this.#queue.length > this.#announced + this.#loading;
    while (!this.#stopped && wanted() && this.#workers.size + this.#announced < limit) {
      this.#announced += 1;
      void this.#growInTime();
    }
  }

  async #growInTime(): Promise<void> {
    // The first process is needed in any case.
    if (this.#growAfterMs > 0 && this.#workers.size > 0) await sleep(this.#growAfterMs, undefined, { ref: false });
    await this.#gate.pass(() => this.#grow());
  }

  /** Whether the oldest invocation has waited long enough for a busy process. */
  get #isPatienceOver(): boolean {
    const [oldest] = this.#queue;
    return this.#workers.size === 0 || oldest === undefined || performance.now() - oldest.since >= this.#growAfterMs;
  }

  async #run(worker: FunctionWorker, job: Job): Promise<void> {
    this.#running += 1;
    const moment = this.#nextCrashMoment();
    const started = performance.now();
    const crashAfterMs = moment === undefined ? undefined : moment * this.#typicalMs;
    const result = await worker.invoke(job.event, randomUUID(), crashAfterMs);
    if (moment === undefined) this.#typicalMs += (performance.now() - started - this.#typicalMs) / 4;
    this.#running -= 1;
    this.#rest(worker);
    job.settle(result);
  }

  async #grow(): Promise<void> {
    this.#announced -= 1;
    // Processes that became free may have taken the waiting invocations.
    if (this.#stopped || this.#queue.length <= this.#loading) return;
    if (!this.#isPatienceOver) {
      this.#next();
      return;
    }
    const worker = this.#startWorker();
    this.#workers.add(worker);
    void worker.ended.then(() => this.#forget(worker));
    this.#loading += 1;
    const problem = await worker.started;
    this.#loading -= 1;
    if (problem !== undefined) {
      worker.kill();
      this.#queue.shift()?.settle(problem);
    }
    this.#rest(worker);
  }

  /** Makes a process available again, unless it is gone or being killed. Its exit may be reported later. */
  #rest(worker: FunctionWorker): void {
    if (worker.isAlive) this.#idle.push({ worker, since: Date.now() });
    else this.#workers.delete(worker);
    this.#next();
  }

  #forget(worker: FunctionWorker): void {
    this.#workers.delete(worker);
    const position = this.#idle.findIndex((entry) => entry.worker === worker);
    if (position >= 0) this.#idle.splice(position, 1);
  }

  #withinLimit(result: InvocationResult): InvocationResult {
    if (!result.ok || Buffer.byteLength(JSON.stringify(result.value) ?? '') <= PAYLOAD_LIMIT_BYTES) return result;
    const message = `Response payload size exceeded maximum allowed payload size (${PAYLOAD_LIMIT_BYTES} bytes).`;
    return failure('Function.ResponseSizeTooLarge', message);
  }
}
