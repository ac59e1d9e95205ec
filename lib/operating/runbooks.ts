/** Pages of docs/runbooks that an alarm can point to. A test checks that each is there, and that each is pointed to. */
export const runbooks = [
  'operations-failing',
  'authorizer-failing',
  'api-failing',
  'api-slow',
  'callers-refused',
  'store-unavailable',
  'misp-item-too-large',
  'audit-delayed',
  'audit-refused',
  'audit-log-incomplete',
  'audit-rule-not-invoked',
  'sweeper-not-running',
  'licenses-not-announced',
] as const;

export type Runbook = (typeof runbooks)[number];
