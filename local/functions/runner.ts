import { availableParallelism } from 'node:os';
import { AppendLog } from '../data/append-log.ts';
import type { RunnableTemplate } from '../template/resources.ts';
import { credentialsOf } from './credentials.ts';
import type { FunctionDefinition } from './definition.ts';
import { functionDefinitions } from './definition.ts';
import { environmentOf } from './environment.ts';
import type { AnsweredInvocation, FunctionInvoker, InvocationResult } from './invocation.ts';
import { failure } from './invocation.ts';
import { FunctionPool } from './pool.ts';
import { StartGate } from './start-gate.ts';
import { FunctionWorker } from './worker.ts';
import { startWorkerGuard } from './worker-guard.ts';

const LINES_KEPT = 2_000;
const RETIRE_EVERY_MS = 10_000;
const IDLE_POLL_MS = 10;

/** An entry of `GET /_local/functions`. */
export interface RunningFunction {
  readonly name: string;
  readonly bundleBytes: number;
  readonly calls: number;
  readonly workers: number;
}

export interface RunnerOptions {
  readonly template: RunnableTemplate;
  /** Called at the start of each process, because the endpoint starts after the runner. */
  readonly endpointUrl: () => string;
  /** Returns the local value of a template variable; called at the start of each process. */
  readonly variable: (name: string, value: string) => string;
  readonly onLog?: (functionName: string, line: string) => void;
  /** Called when a function cannot start. Each invocation of it then fails. */
  readonly onProblem?: (text: string) => void;
  readonly onAnswer?: (functionName: string, answered: AnsweredInvocation) => void;
  /** Milliseconds by which the functions' clock is ahead of the machine's; called at the start of each invocation. */
  readonly clockOffset?: () => number;
  /** See `LocalCloudOptions`. */
  readonly growAfterMs?: number;
  /** Called at the start of each invocation (`Crashes.takeCrashMoment`). */
  readonly nextCrashMoment?: (functionName: string) => number | undefined;
}

interface Running {
  readonly definition: FunctionDefinition;
  readonly pool: FunctionPool;
  readonly log: AppendLog<string>;
}

/** Runs all functions of a template, each in its own processes. */
export class FunctionRunner implements FunctionInvoker {
  readonly #byArn: ReadonlyMap<string, Running>;
  readonly #retiring: NodeJS.Timeout;
  readonly #guard = startWorkerGuard();
  #isStopping = false;

  /** @throws Error naming a function that cannot run here. */
  constructor(options: RunnerOptions) {
    const gate = new StartGate(Math.max(2, availableParallelism()));
    const running = functionDefinitions(options.template).map((definition): Running => {
      const log = new AppendLog<string>(LINES_KEPT);
      const onLine = (line: string) => {
        log.add(line);
        options.onLog?.(definition.name, line);
      };
      let sessions = 0;
      const startWorker = () => {
        sessions += 1;
        const session = `${credentialsOf(definition.name).sessionToken}/${sessions}`;
        const environment = environmentOf(definition, options.endpointUrl(), options.variable, session);
        const worker = new FunctionWorker(definition, environment, onLine, options.clockOffset, (answered) =>
          options.onAnswer?.(definition.name, answered),
        );
        const { processId } = worker;
        if (processId !== undefined) {
          this.#guard.watch(processId);
          void worker.ended.then(() => this.#guard.forget(processId));
        }
        void worker.started.then((problem) => {
          if (problem === undefined || problem.ok || this.#isStopping) return;
          options.onProblem?.(`${definition.name} cannot start: ${problem.errorType}: ${problem.errorMessage}`);
        });
        return worker;
      };
      const nextCrashMoment = () => options.nextCrashMoment?.(definition.name);
      return {
        definition,
        log,
        pool: new FunctionPool(definition, startWorker, gate, nextCrashMoment, options.growAfterMs),
      };
    });
    this.#byArn = new Map(running.map((one) => [one.definition.arn, one]));
    this.#retiring = setInterval(() => {
      for (const { pool } of this.#byArn.values()) pool.retireIdle(Date.now());
    }, RETIRE_EVERY_MS);
    this.#retiring.unref();
  }

  get definitions(): readonly FunctionDefinition[] {
    return [...this.#byArn.values()].map((one) => one.definition);
  }

  async invoke(functionArn: string, event: unknown): Promise<InvocationResult> {
    const running = this.#byArn.get(functionArn);
    if (running === undefined) return failure('ResourceNotFoundException', `Function not found: ${functionArn}`);
    return running.pool.invoke(event);
  }

  /**
   * @param functionName the full name, or the part after service and stage, such as `publish-audit`.
   * @throws Error if the template has no function of that name, or several.
   */
  invokeByName(functionName: string, event: unknown): Promise<InvocationResult> {
    return this.#named(functionName).pool.invoke(event);
  }

  /** Kills the process of a session. @returns false if it is already gone. */
  kill(functionName: string, session: string): boolean {
    return this.#named(functionName).pool.kill(session);
  }

  table(): readonly RunningFunction[] {
    return [...this.#byArn.values()].map(({ definition, pool }) => {
      return { name: definition.name, bundleBytes: definition.bundleBytes, calls: pool.calls, workers: pool.workers };
    });
  }

  /** The last lines that a function wrote, named as in `invokeByName`. @throws Error if there is no such function. */
  logs(functionName: string): readonly string[] {
    return this.#named(functionName).log.after(0);
  }

  /** Resolves when no invocation is running or waiting. */
  async idle(): Promise<void> {
    while ([...this.#byArn.values()].some(({ pool }) => pool.isBusy)) {
      await new Promise((resolve) => setTimeout(resolve, IDLE_POLL_MS));
    }
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#retiring);
    await Promise.all([...this.#byArn.values()].map(({ pool }) => pool.stop()));
    await this.#guard.stop();
  }

  #named(functionName: string): Running {
    const all = [...this.#byArn.values()];
    const exact = all.find(({ definition }) => definition.name === functionName);
    const [ending, ...others] = all.filter(({ definition }) => definition.name.endsWith(`-${functionName}`));
    const running = exact ?? (others.length === 0 ? ending : undefined);
    if (running === undefined) throw new Error(`There is no function ${functionName}, or more than one`);
    return running;
  }
}
