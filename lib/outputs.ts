import { CfnOutput } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { MispApi } from './api/misp-api.ts';
import type { AuditBus } from './audit/audit-bus.ts';
import type { AuditLog } from './audit/audit-log.ts';
import type { StageConfiguration } from './configuration/stage-settings.ts';
import type { AuditOutboxTable } from './data/audit-outbox-table.ts';
import type { MispsTable } from './data/misps-table.ts';

export interface OutputsProps {
  readonly configuration: StageConfiguration;
  readonly api: MispApi;
  readonly misps: MispsTable;
  readonly auditOutbox: AuditOutboxTable;
  readonly auditBus: AuditBus;
  readonly auditLog: AuditLog;
}

/** What people and programs need to know of a deployed stack. Nothing else knows a physical name. */
export class Outputs extends Construct {
  constructor(scope: Construct, id: string, props: OutputsProps) {
    super(scope, id);
    const { configuration, api, misps, auditOutbox, auditBus, auditLog } = props;
    this.add('ApiUrl', 'Where callers find the service, with its base path', api.url);
    this.add('Stage', 'The stage of the configuration', configuration.stage);
    this.add('TokenIssuer', 'Whose tokens are accepted', configuration.auth.issuer);
    this.add('TokenAudience', 'What tokens must be meant for', configuration.auth.audience);
    this.add('MispsTableName', 'MISPs and their licences', misps.tableName);
    this.add('AuditOutboxTableName', 'Audit rows on their way to the bus', auditOutbox.tableName);
    this.add('AuditBusName', 'Where audit records and domain events arrive', auditBus.bus.eventBusName);
    this.add('AuditArchiveName', 'Where audit records and domain events can be replayed from', auditBus.archiveName);
    this.add('AuditLogGroupName', 'Where audit records can be queried', auditLog.logGroup.logGroupName);
    if (api.customDomain !== undefined) {
      const target = api.customDomain.domainName.regionalDomainName;
      this.add('CustomDomainTarget', 'What the DNS entry of the custom domain must point to', target);
    }
  }

  private add(name: string, description: string, value: string): void {
    new CfnOutput(this, name, { description, value }).overrideLogicalId(name);
  }
}
