import { type App, Stack } from 'aws-cdk-lib';
import { MispApi } from './api/misp-api.ts';
import { AuditBus } from './audit/audit-bus.ts';
import { AuditLog } from './audit/audit-log.ts';
import { AuditPublisher } from './audit/audit-publisher.ts';
import { EventSchemaRegistry } from './audit/event-schema-registry.ts';
import { OutboxSweeper } from './audit/outbox-sweeper.ts';
import { SavedQueries } from './audit/saved-queries.ts';
import { defaultMispsTableName, deploymentName, mispsTableName } from './configuration/physical-name.ts';
import type { StageConfiguration } from './configuration/stage-settings.ts';
import { AuditOutboxTable } from './data/audit-outbox-table.ts';
import { DataKey } from './data/data-key.ts';
import { MispsTable } from './data/misps-table.ts';
import { LicenseAnnouncer } from './expiry/license-announcer.ts';
import { AuthorizerFunction } from './functions/authorizer-function.ts';
import { OperationFunctions } from './functions/operation-functions.ts';
import { Alarms } from './operating/alarms.ts';
import { Dashboard } from './operating/dashboard.ts';
import { Outputs } from './outputs.ts';

/** The service in one stage. Has no account and region, so it deploys to those of the credentials. */
export class MispStack extends Stack {
  constructor(app: App, configuration: StageConfiguration) {
    super(app, deploymentName(configuration), {
      description: `MISP Management Service, stage ${configuration.stage}`,
      terminationProtection: configuration.data === 'retain',
    });

    const key = new DataKey(this, 'DataKey', { configuration });
    const misps = new MispsTable(this, mispsTableId(configuration), { configuration, key });
    const auditOutbox = new AuditOutboxTable(this, 'AuditOutbox', { configuration, key });

    const operations = new OperationFunctions(this, 'Operations', { configuration, misps, auditOutbox });
    const authorizer = new AuthorizerFunction(this, 'Authorizer', { configuration });
    const api = new MispApi(this, 'Api', { configuration, operations, authorizer });

    const auditBus = new AuditBus(this, 'AuditBus', { configuration });
    const publisher = new AuditPublisher(this, 'AuditPublisher', { configuration, auditOutbox, auditBus });
    const sweeper = new OutboxSweeper(this, 'OutboxSweeper', { configuration, auditOutbox, auditBus });
    auditBus.admitOnly([publisher, sweeper]);
    const auditLog = new AuditLog(this, 'AuditLog', { configuration, auditBus });
    new SavedQueries(this, 'SavedQueries', { configuration, auditLog: auditLog.logGroup });
    if (configuration.eventSchemas) new EventSchemaRegistry(this, 'EventSchemas', { configuration });

    const announcer = new LicenseAnnouncer(this, 'LicenseAnnouncer', { configuration, misps, auditOutbox });

    const watched = { configuration, api, operations, authorizer, auditBus, publisher, sweeper, auditLog };
    if (configuration.alarms.enabled) new Alarms(this, 'Alarms', watched);
    new Dashboard(this, 'Dashboard', { ...watched, misps, auditOutbox, announcer });

    new Outputs(this, 'Outputs', { configuration, api, misps, auditOutbox, auditBus, auditLog });
  }
}

/**
 * The construct id of the table of MISPs. A table with another name is another resource, not a replacement. So
 * CloudFormation releases the damaged table and imports the restored one (docs/configuration.md). An explicit default
 * name changes nothing.
 */
function mispsTableId(configuration: StageConfiguration): string {
  const name = mispsTableName(configuration);
  return name === defaultMispsTableName(configuration) ? 'Misps' : `Misps${name}`;
}
