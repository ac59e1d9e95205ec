import { operations } from '../../functions/operations.ts';

/** The functions that serve no route of their own. */
export const backgroundFunctionNames = [
  'authorize-caller',
  'publish-audit',
  'sweep-audit-outbox',
  'announce-expiring-licenses',
] as const;

/** Every function of the service: a folder below `functions/`, a bundle below `dist/functions/`, a Lambda function. */
export const functionNames = [...operations.map((operation) => operation.name), ...backgroundFunctionNames] as const;

export type FunctionName = (typeof functionNames)[number];
