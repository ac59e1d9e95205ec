import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { allowedEvents, catalog } from '../../functions/audit/catalog.ts';
import { ANNOUNCER, type RowWriter } from '../../functions/audit/events.ts';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import { newRowId } from '../../functions/audit/row-id.ts';
import type { Trail } from '../../functions/audit/trail.ts';
import { operations } from '../../functions/operations.ts';
import type { LocalCloudDriver } from '../../test/e2e/local-cloud-driver.ts';
import { sampleRow } from '../../test/support/sample-row.ts';
import type { ProofResult } from '../proof.ts';

/** Old enough for the sweeper, too. */
const HOUR_MS = 60 * 60 * 1000;

/**
 * Puts rows into the outbox that no role may put, as the owner of the table could: for each operation one with records
 * of every other, one with domain events if it has none, and rows of unknown operations. Publisher and sweeper see all
 * of them. None may reach the bus, and each must stay in the outbox.
 */
export async function publishForgedRows({ cloud, client }: LocalCloudDriver): Promise<ProofResult> {
  const TableName = cloud.template.outputs.AuditOutboxTableName!;
  const forgeries = forgedRows();
  const forged = forgeries.map(({ row }) => row);
  const whatOf = new Map(forgeries.map(({ row, what }) => [row.id, what]));
  const before = cloud.events().length;
  for (const Item of forged) await client.send(new PutCommand({ TableName, Item }));
  await cloud.idle();
  const { ok } = await cloud.invoke('sweep-audit-outbox', {});
  await cloud.idle();
  const stems = new Map(forged.map(({ id }) => [id.slice(id.indexOf('#') + 1), id]));
  const out = cloud.events(before).flatMap(({ detail }) => stems.get(String(detail.recordId).split('-')[0]!) ?? []);
  const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
  const left = new Set(Items.map(({ id }) => id));
  const lines = ['publish-audit', 'sweep-audit-outbox'].flatMap((name) => cloud.logs(name));
  const notLogged = [...Map.groupBy(forged, loggedAs)].filter(([rowId, rows]) => {
    const logged = lines.filter((line) => line.includes(`"audit-row-unreadable","rowId":"${rowId}"`));
    // Once by the publisher and once by the sweeper.
    return logged.length < 2 * rows.length;
  });
  return {
    figures: { 'forged rows left in place': forged.length },
    violations: [
      ...(ok ? [] : ['The sweeper failed over forged rows']),
      ...[...new Set(out)].map((id) => `A forged row reached the bus, with ${whatOf.get(id)}: ${id}`),
      ...forged.filter(({ id }) => !left.has(id)).map(({ id }) => `A forged row was deleted: ${id}`),
      ...notLogged.map(([rowId, rows]) => `Not logged by publisher and sweeper: ${rows.length} of ${rowId}`),
    ],
  };
}

/** How the log names a row: the id of an unknown operation may be any text. */
const loggedAs = ({ id }: OutboxRow) => (writers.some((name) => id.startsWith(`${name}#`)) ? id : 'foreign');

/** All functions that leave rows. */
const writers: readonly RowWriter[] = [...operations.map(({ name }) => name), ANNOUNCER];

interface Forgery {
  /** The only thing that is wrong with the row. */
  readonly what: string;
  readonly row: OutboxRow;
}

function forgedRows(): readonly Forgery[] {
  const at = Date.now() - HOUR_MS;
  const forgery = (what: string, operation: string, overrides: Partial<OutboxRow>): Forgery => {
    return { what, row: sampleRow({ id: newRowId(operation, at), at, version: 999_999, ...overrides }) };
  };
  const verdictChanges = [{ licenseHash: 'f'.repeat(64), verdict: 'VALID', validTo: at + 24 * HOUR_MS } as const];
  const expiryNotice = { licenseHash: 'f'.repeat(64), validTo: at + 24 * HOUR_MS, noticeDays: 1 };
  return [
    ...writers.flatMap((name) => {
      const { records: own, domainEvents } = allowedEvents[name];
      const ofOthers = writers.flatMap((other) => {
        const foreign = allowedEvents[other].records.filter((key) => !own.includes(key));
        return foreign.length === 0 ? [] : [forgery('records of another', name, { trail: trailOf(foreign) })];
      });
      return [
        ...ofOthers,
        ...(domainEvents === 'verdict-changes'
          ? []
          : [forgery('domain events', name, { trail: trailOf(own), verdictChanges })]),
        ...(domainEvents === 'expiry-notice'
          ? []
          : [forgery('an announcement', name, { trail: trailOf(own), expiryNotice })]),
      ];
    }),
    ...['publish-audit', 'approve', 'constructor'].map((nobody) =>
      forgery('an unknown owner', nobody, { trail: trailOf(['104-called', '201']) }),
    ),
  ];
}

/** The longest possible note for each row of the catalogue. */
const trailOf = (keys: readonly string[]) =>
  keys.map((key) => {
    const reference = catalog[key]?.reference;
    return reference === 'none' ? [key] : reference === 'misp' ? [key, '100'] : [key, '100', 'VALID'];
  }) as unknown as Trail;
