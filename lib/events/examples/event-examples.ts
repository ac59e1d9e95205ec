import { EVENT_SOURCE } from '../../../functions/audit/event-source.ts';
import { type BusEvent, expandRow } from '../../../functions/audit/expand-row.ts';
import type { OutboxRow } from '../../../functions/audit/outbox-row.ts';
import { type EventKind, eventKinds } from '../event-schemas.ts';
import { alreadyApproved, announced, approved, denied, listed, repeated, rotated, validated } from './example-rows.ts';

/** An example of a message in the AsyncAPI document. */
export interface EventExample {
  readonly name: string;
  readonly summary: string;
  readonly headers: { readonly source: string; readonly 'detail-type': string };
  readonly payload: BusEvent['detail'];
}

/** The rows of the examples. All events of a row are examples, so readers see the whole trail. */
const rows: readonly (readonly [name: string, summary: string, row: OutboxRow])[] = [
  ['approved', 'A MISP is approved', approved],
  ['already-approved', 'A request is refused', alreadyApproved],
  ['validated', 'A licence key is validated', validated],
  ['rotated', 'A licence key is replaced at once, and an expired licence is removed for it', rotated],
  ['listed', 'A request that is not about one MISP', listed],
  ['denied', 'The caller lacks the right', denied],
  ['repeated', 'A request is repeated with its idempotency key', repeated],
  ['announced', 'A MISP runs out of licences in a week', announced],
];

/** Examples of each kind of event, produced by the code that publishes them. */
export const eventExamples: Readonly<Record<EventKind, readonly EventExample[]>> = {
  AuditRecord: examplesOf('AuditRecord'),
  LicenseVerdictChanged: examplesOf('LicenseVerdictChanged'),
  LicensesExpiring: examplesOf('LicensesExpiring'),
};

function examplesOf(kind: EventKind): readonly EventExample[] {
  const detailTypes: readonly string[] = eventKinds[kind].detailTypes;
  return rows.flatMap(([name, summary, row]) => {
    const events = expandRow(row).filter(({ detailType }) => detailTypes.includes(detailType));
    return events.map(({ detailType, detail }, index) => ({
      name: index === 0 ? name : `${name}-${index + 1}`,
      summary: events.length === 1 ? summary : `${summary}: ${index + 1} of ${events.length}`,
      headers: { source: EVENT_SOURCE, 'detail-type': detailType },
      payload: detail,
    }));
  });
}
