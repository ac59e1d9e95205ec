/** Validations in one warm process. The times are of each validation, in milliseconds. */
export interface HandlerFigures {
  /** Everything except the calls of the store: the operation, its checks, its audit row, log and metrics. */
  readonly beyondPortMs: readonly number[];
  /** Everything except the SDK: also our DynamoDB store with its keys, items, commands and deadlines. */
  readonly beyondSdkMs: readonly number[];
  /** Everything except the network: also the SDK, which serializes, signs and reads the answers. */
  readonly beyondNetworkMs: readonly number[];
  /** Validations a second in each slice, one after the other, on the store in memory. */
  readonly perSecond: readonly number[];
}
