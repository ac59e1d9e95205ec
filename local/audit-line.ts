import type { BusEvent } from './gateway/local-endpoints.ts';
import { isRecord } from './template/json-values.ts';

/** Formats a bus event as a line for the terminal: what happened, to which MISP, by whom. */
export function auditLine({ n, time, 'detail-type': detailType, detail }: BusEvent): string {
  const fields = isRecord(detail) ? detail : {};
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : undefined);
  const what = text('description') ?? text('reason');
  const parts = [
    `#${n}`,
    time,
    text('eventId'),
    detailType,
    what && `"${what}"`,
    text('mispId') && `MISP ${text('mispId')}`,
    text('sessionUserId') && `by ${text('sessionUserId')}`,
    text('outcome'),
  ];
  return parts.filter((part) => part !== undefined && part !== '').join('  ');
}
