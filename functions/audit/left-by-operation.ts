import type { OperationName } from '../operations.ts';
import type { CatalogKey } from './catalog.ts';

/** What one operation can leave for the bus. */
export interface Leavings {
  readonly records: readonly CatalogKey[];
  /** Whether it can change what a licence may do, and so leave domain events. */
  readonly domainEvents: boolean;
}

/**
 * What each operation can leave for the bus, over all its paths (docs/audit.md shows them). Publisher and sweeper refuse a row
 * with anything else, so that no function can speak for another. A test holds this table exact against the table of audit
 * sequences. Types alone are imported: the schemas of the operations stay out of the publisher's bundle.
 */
export const leftByOperation: Readonly<Record<OperationName, Leavings>> = {
  'register-misp': { records: ['101', '102', '103', '212', '200', '401', '417'], domainEvents: false },
  'process-misp-status': {
    records: [
      '104-called',
      '104-validated',
      '202',
      '121',
      '201',
      '106',
      '105',
      '403',
      '414',
      '404',
      '405',
      '452-approve',
      '463',
    ],
    domainEvents: true,
  },
  'update-misp': { records: ['107', '108', '203', '416', '414', '402', '463'], domainEvents: false },
  'validate-license-key': { records: ['109', '110', '111', '204', '406', '415'], domainEvents: false },
  'update-misp-status': { records: ['112', '211', '106', '113', '205', '407', '414', '463'], domainEvents: true },
  'update-license-key-status': {
    records: ['114', '115', '206', '418', '406', '408', '419', '463'],
    domainEvents: true,
  },
  'list-misps': { records: ['116', '207', '409'], domainEvents: false },
  'get-misp': { records: ['117', '118', '208', '414'], domainEvents: false },
  'find-misps-by-name': { records: ['119', '209', '410-search'], domainEvents: false },
  'download-license-key': {
    records: ['120', '121', '210', '414', '410-download', '411', '412', '413', '452-download', '463'],
    domainEvents: true,
  },
};
