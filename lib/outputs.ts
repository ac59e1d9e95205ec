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

/** What people and programs need to know about a deployed stack. */
export class Outputs extends Construct {
  constructor(scope: Construct, id: string, props: OutputsProps) {
    super(scope, id);
    const { configuration, api, misps, auditOutbox, auditBus, auditLog } = props;
    this.add('ApiUrl', 'The URL of the service, with its base path', api.url);
    this.add('Stage', 'The stage of the configuration', configuration.stage);
    this.add('TokenIssuer', 'The issuer of accepted tokens', configuration.auth.issuer);
    this.add('TokenAudience', 'The audience of accepted tokens', configuration.auth.audience);
    this.add('MispsTableName', 'MISPs and their licences', misps.tableName);
    this.add('AuditOutboxTableName', 'Audit rows on their way to the bus', auditOutbox.tableName);
    this.add('AuditBusName', 'The bus of audit records and domain events', auditBus.bus.eventBusName);
    this.add('AuditArchiveName', 'The archive to replay audit records and domain events from', auditBus.archiveName);
    this.add('AuditLogGroupName', 'The log group to query audit records in', auditLog.logGroup.logGroupName);
    if (api.customDomain !== undefined) {
      const target = api.customDomain.domainName.regionalDomainName;
      this.add('CustomDomainTarget', 'The target for the DNS entry of the custom domain', target);
    }
  }

  private add(name: string, description: string, value: string): void {
    new CfnOutput(this, name, { description, value }).overrideLogicalId(name);
  }
}
