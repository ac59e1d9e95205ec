/** Pages of docs/runbooks that alarms point to. A test checks that each exists and is used. */
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
