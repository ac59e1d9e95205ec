import { operations } from '../../functions/operations.ts';

/** The functions without a route. */
export const backgroundFunctionNames = [
  'authorize-caller',
  'publish-audit',
  'sweep-audit-outbox',
  'announce-expiring-licenses',
] as const;

/** Every function of the service. Each has a folder in `functions/lambdas/` and a bundle in `dist/functions/`. */
export const functionNames = [...operations.map((operation) => operation.name), ...backgroundFunctionNames] as const;

export type FunctionName = (typeof functionNames)[number];
