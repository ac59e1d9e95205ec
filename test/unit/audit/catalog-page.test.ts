import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type CatalogEvent, catalog } from '../../../functions/audit/catalog.ts';
import { projectFolder } from '../../../lib/project-folder.ts';

/** A row on the page. */
function rowOf(event: CatalogEvent): string {
  const { eventId, eventType, eventName, reference } = event;
  const description = event.describe('‹MISP id›', '‹status›');
  return `| ${eventId} | ${eventType} | ${eventName} | ${reference === 'none' ? '' : 'MISP id'} | ${description} |`;
}

test('docs/audit.md shows every row of the catalogue, by id, as in the code', () => {
  const page = readFileSync(join(projectFolder, 'docs/audit.md'), 'utf8');
  const shown = page.split('\n').filter((line) => line.startsWith('| PMS_MSP_'));
  const events: readonly CatalogEvent[] = Object.values(catalog);
  const rows = events.toSorted((one, other) => one.eventId.localeCompare(other.eventId)).map(rowOf);
  expect(shown).toEqual(rows);
});
