import { CfnQueryDefinition, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { physicalName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';

export interface SavedQueriesProps {
  readonly configuration: StageConfiguration;
  readonly auditLog: ILogGroup;
}

/**
 * Removes duplicates: records arrive at least once, with the same `recordId`. Logs Insights keeps the
 * first of equal ones in the order of `sort`, and accepts nothing but `limit` after `dedup`. Without a limit it returns
 * the first 10,000; this is the highest that it takes.
 */
const IN_ORDER_ONCE = [
  'sort detail.actionTimeStamp asc, detail.requestId asc, detail.sequence asc',
  'dedup detail.recordId',
  'limit 100000',
];

/** The saved queries by name. */
const QUERIES: Readonly<Record<string, readonly string[]>> = {
  'by-misp': [
    'fields detail.actionTimeStamp, detail.eventId, detail.description, detail.outcome, detail.sessionUserId, detail.version',
    'filter detail.mispId = "100"',
    ...IN_ORDER_ONCE,
  ],
  'by-user': [
    'fields detail.actionTimeStamp, detail.eventId, detail.description, detail.outcome, detail.mispId, detail.hostIp',
    'filter detail.sessionUserId = "user"',
    ...IN_ORDER_ONCE,
  ],
  // SHA-256 of the key: `printf %s '<key>' | sha256sum`. A log has only the hash of a key, so no query contains a key.
  'by-license-key': [
    'fields detail.actionTimeStamp, detail.operation, detail.eventId, detail.outcome, detail.verdict, detail.mispId, detail.sessionUserId',
    'filter detail.licenseKeyHash = "0000000000000000000000000000000000000000000000000000000000000000"',
    ...IN_ORDER_ONCE,
  ],
  // The console's own time range narrows it further, so choose a day or more there.
  'failures-of-the-last-day': [
    'fields detail.actionTimeStamp, detail.operation, detail.outcome, detail.verdict, detail.eventId, detail.mispId, detail.sessionUserId',
    // A validation of a key that does not work is a success with another verdict.
    'filter ispresent(detail.outcome) and (detail.outcome != "success" or (ispresent(detail.verdict) and detail.verdict != "VALID"))',
    'filter toMillis(@timestamp) >= now() * 1000 - 86400000',
    ...IN_ORDER_ONCE,
  ],
};

/** An auditor's first queries, saved in the Logs Insights console: by MISP, by user, by licence key, failures. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { configuration, auditLog }: SavedQueriesProps) {
    super(scope, id);
    for (const [name, commands] of Object.entries(QUERIES)) {
      new CfnQueryDefinition(this, name, {
        name: `${physicalName(configuration, 'audit')}/${name}`,
        queryString: commands.join('\n| '),
        logGroupNames: [auditLog.logGroupName],
      });
    }
  }
}
