import type { TableCall } from '../../storage/table-call.ts';

/** The calls to the table of MISPs that the function's role allows; it may also put its own rows into the outbox. */
export const tableCalls = [
  { action: 'Query', index: 'by-running-out' },
  { action: 'GetItem', keys: ['MISP#*', 'ANNOUNCED'] },
  { action: 'ConditionCheckItem', keys: ['MISP#*'] },
  { action: 'PutItem', keys: ['NOTICE#*'] },
  { action: 'UpdateItem', keys: ['ANNOUNCED'] },
] as const satisfies readonly TableCall[];
