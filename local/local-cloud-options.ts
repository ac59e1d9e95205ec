import type { Admit } from './aws/admission.ts';
import type { JournalEvent } from './aws/bus/journal.ts';
import type { EngineKind } from './aws/engines/engine-program.ts';
import type { GrantName } from './aws/iam/grants.ts';
import type { LagTimes } from './aws/lag/read-lag.ts';
import type { AnsweredInvocation } from './functions/invocation.ts';

export interface LocalCloudOptions {
  /** The folder of a synthesized stack; without it the stage `dev` of the sources as they are, built when it is stale. */
  readonly assemblyFolder?: string;
  /** Of the gateway on 127.0.0.1; 0, the default, for any that is free. */
  readonly port?: number;
  /** Keeps all state over a restart; without it the state is in memory. */
  readonly dataFolder?: string;
  /** Without it dynoxide where it runs, else DynamoDB Local. */
  readonly engine?: EngineKind;
  /** Takes the place of ERROR_CODES in all functions. */
  readonly errorCodes?: '1.1.4' | '1.0';
  /** Values that take the place of the template's, by variable, in every function that has it. */
  readonly environment?: Readonly<Record<string, string>>;
  /** `false` leaves the stage's throttling out, for tests that send more than any caller would. */
  readonly throttling?: boolean;
  /** Web pages of these origins may call the service, beside those that the template names. */
  readonly corsOrigins?: readonly string[];
  /** Asked before every call to a service; what it does not admit fails with the answer that it gives. */
  readonly admit?: Admit;
  /** Takes one grant away from a function's policy. A grant that AWS itself needs stops the start. */
  readonly withoutGrant?: GrantName;
  /** Milliseconds by which reads of an index, and reads that do not ask to be consistent, are behind from the start. */
  readonly lag?: LagTimes;
  /** How many events of the bus, and of each log group, stay in memory; 10,000 without it. A data folder keeps all of them. */
  readonly eventsKept?: number;
  /** Called with every event that reaches the bus. */
  readonly onEvent?: (event: JournalEvent) => void;
  /** Called with every line that a function writes. */
  readonly onLog?: (functionName: string, line: string) => void;
  /** Called with every invocation that a function has answered. */
  readonly onAnswer?: (functionName: string, answered: AnsweredInvocation) => void;
  /** Called with what should not happen; by default a line on stderr. */
  readonly onProblem?: (text: string) => void;
  /** Called, after `onProblem`, when the engine is gone: every request is answered with 503 from then on. */
  readonly onLost?: () => void;
  /** Called before each step of the start that takes a while. */
  readonly onProgress?: (text: string) => void;
}
