import { OperatorError } from '../telemetry/operator-error.ts';

const RUNBOOK = 'docs/runbooks/procedures/unknown-version.md';

/** Thrown for an item without a reader for its shape here: newer code wrote it, or something else. */
export class UnknownShape extends OperatorError {
  override readonly name = 'UnknownShape';
  constructor(shape: unknown) {
    const isVersion = Number.isSafeInteger(shape);
    super(`No reader for ${isVersion ? `shape ${shape}` : 'this shape'}: see ${RUNBOOK}`, {
      runbook: RUNBOOK,
      ...(isVersion ? { storedVersion: Number(shape) } : {}),
    });
  }
}
