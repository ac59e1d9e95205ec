/** Validations in one warm process. The times are of each validation, in milliseconds. */
export interface HandlerFigures {
  /** What is left without the calls of the store: the operation, its checks, its audit row, log and metrics. */
  readonly beyondPortMs: readonly number[];
  /** With our store in DynamoDB, what is left without the SDK: its keys, items, commands and deadlines too. */
  readonly beyondSdkMs: readonly number[];
  /** With the SDK as well, what is left without the wire: marshalling, serializing, signing, reading the answers too. */
  readonly beyondWireMs: readonly number[];
  /** Validations a second, one after the other, on the store in memory: of each slice of them. */
  readonly perSecond: readonly number[];
}
