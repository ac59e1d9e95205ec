import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ANNOUNCER } from '../../functions/audit/events.ts';
import type { announcerVariables } from '../../functions/environment/environment.ts';
import { tableCalls } from '../../functions/lambdas/announce-expiring-licenses/table-calls.ts';
import { deploymentName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import type { AuditOutboxTable } from '../data/audit-outbox-table.ts';
import type { MispsTable } from '../data/misps-table.ts';
import { tableStatements } from '../data/table-grants.ts';
import { ScheduledFunction } from '../functions/scheduled-function.ts';

export interface LicenseAnnouncerProps {
  readonly configuration: StageConfiguration;
  readonly misps: MispsTable;
  readonly auditOutbox: AuditOutboxTable;
}

/** Announces expiring licences: every hour, one event for each MISP with a threshold that is due. */
export class LicenseAnnouncer extends ScheduledFunction<(typeof announcerVariables)[number]> {
  constructor(scope: Construct, id: string, { configuration, misps, auditOutbox }: LicenseAnnouncerProps) {
    super(scope, id, {
      configuration,
      name: ANNOUNCER,
      description: 'Announce the MISPs whose licences are about to expire',
      environment: {
        SERVICE: deploymentName(configuration),
        MISPS_TABLE: misps.tableName,
        AUDIT_OUTBOX_TABLE: auditOutbox.tableName,
        EXPIRY_NOTICE_DAYS: configuration.expiryNoticeDays.join(','),
      },
      statements: tableStatements(
        { name: ANNOUNCER, tableCalls },
        { misps: misps.tableArn, auditOutbox: auditOutbox.tableArn },
      ),
    });
    // No queue for missed runs: an alarm watches the progress, and the next run catches up.
    this.runEvery(Duration.hours(1));
  }
}
