import type { Admit } from './aws/admission.ts';
import type { JournalEvent } from './aws/bus/journal.ts';
import type { EngineKind } from './aws/engines/engine-program.ts';
import type { GrantName } from './aws/iam/grants.ts';
import type { LagTimes } from './aws/lag/read-lag.ts';
import type { AnsweredInvocation } from './functions/invocation.ts';

export interface LocalCloudOptions {
  /** The folder of a synthesized stack. Without it, the stage `dev` of the current sources, built if needed. */
  readonly assemblyFolder?: string;
  /** The gateway's port on 127.0.0.1; 0, the default, for any free port. */
  readonly port?: number;
  /** Keeps all state over a restart; without it, the state is in memory. */
  readonly dataFolder?: string;
  /** Without it, dynoxide if it runs here, else DynamoDB Local. */
  readonly engine?: EngineKind;
  /** Overrides ERROR_CODES in all functions. */
  readonly errorCodes?: '1.1.4' | '1.0';
  /** Overrides environment variables in every function that has them. */
  readonly environment?: Readonly<Record<string, string>>;
  /** `false` disables throttling, for tests that send many requests. */
  readonly throttling?: boolean;
  /**
   * How long an invocation waits for a busy process of its function, in milliseconds, before another one starts. By
   * default it does not wait, as on Lambda. A start costs as much as dozens of invocations, so a run that shows nothing
   * about concurrent processes is cheaper with it.
   */
  readonly growAfterMs?: number;
  /** Origins of web pages that may call the service, in addition to the template's. */
  readonly corsOrigins?: readonly string[];
  /** Called before every call to a service. A refused call fails with the given answer. */
  readonly admit?: Admit;
  /** Withholds one grant of a function. Without a grant that AWS itself needs, the start fails. */
  readonly withoutGrant?: GrantName;
  /** Milliseconds by which index reads and eventually consistent reads lag from the start. */
  readonly lag?: LagTimes;
  /**
   * How many events of the bus, and of each log group, stay in memory; by default 10,000. A data folder keeps all of
   * them.
   */
  readonly eventsKept?: number;
  /** Called with every event that reaches the bus. */
  readonly onEvent?: (event: JournalEvent) => void;
  /** Called with every line that a function writes. */
  readonly onLog?: (functionName: string, line: string) => void;
  /** Called with every answered invocation. */
  readonly onAnswer?: (functionName: string, answered: AnsweredInvocation) => void;
  /** Called with problems; by default, writes a line to stderr. */
  readonly onProblem?: (text: string) => void;
  /** Called after `onProblem` if the engine is gone. From then on, every request gets a 503. */
  readonly onLost?: () => void;
  /** Called before each slow step of the start. */
  readonly onProgress?: (text: string) => void;
}
