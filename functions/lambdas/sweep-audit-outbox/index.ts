import type { Context } from 'aws-lambda';
import { bindOutbox } from '../../runtime/bind-outbox.ts';
import { sweepAuditOutbox } from './sweep-audit-outbox.ts';

const dependenciesOf = await bindOutbox();

export const handler = (_event: unknown, context: Context): Promise<void> =>
  sweepAuditOutbox({ ...dependenciesOf(context), clock: Date.now });
