/** Pages of docs/runbooks that an alarm can point to. A test checks that each is there, and that each is pointed to. */
export const runbooks = [
  'function-failing',
  'authorizer-failing',
  'api-failing',
  'api-slow',
  'store-unavailable',
  'misp-item-too-large',
  'audit-delayed',
  'audit-refused',
  'audit-log-incomplete',
  'sweeper-not-running',
] as const;

export type Runbook = (typeof runbooks)[number];
