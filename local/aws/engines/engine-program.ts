export type EngineKind = 'dynoxide' | 'dynamodb-local';

/** How to start an engine on this machine. */
export interface EngineProgram {
  readonly kind: EngineKind;
  readonly command: string;
  /** The loopback address that it listens on. */
  readonly host: string;
  /** @param dataFolder an existing folder for its files; without it, the state is in memory. */
  argumentsFor(port: number, dataFolder: string | undefined): readonly string[];
}

/** An engine that cannot be started here, and what to do about it. */
export interface MissingEngine {
  readonly kind: EngineKind;
  readonly missing: string;
}
