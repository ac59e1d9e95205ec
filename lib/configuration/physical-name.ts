import type { StageConfiguration } from './stage-settings.ts';

/** The name of the deployment, `<service>-<stage>`, also of its stack and metrics. */
export function deploymentName({ serviceName, stage }: StageConfiguration): string {
  return `${serviceName}-${stage}`;
}

/** The physical name of a resource: `<service>-<stage>-<thing>`. */
export function physicalName(configuration: StageConfiguration, thing: string): string {
  return `${deploymentName(configuration)}-${thing}`;
}

/** The name of the table of MISPs, unless it was restored from a backup under another name. */
export function defaultMispsTableName(configuration: StageConfiguration): string {
  return physicalName(configuration, 'misps');
}

export function mispsTableName(configuration: StageConfiguration): string {
  return configuration.tableNames.misps ?? defaultMispsTableName(configuration);
}

/** Not configurable: under another name, undelivered rows would stay in the old table, which nothing reads. */
export function auditOutboxTableName(configuration: StageConfiguration): string {
  return physicalName(configuration, 'audit-outbox');
}

/** The bus's name for subscribers: the same in every production account, with the stage elsewhere. */
export function auditBusName({ serviceName, stage }: StageConfiguration): string {
  return stage === 'prod' ? `${serviceName}-audit` : `${serviceName}-audit-${stage}`;
}
