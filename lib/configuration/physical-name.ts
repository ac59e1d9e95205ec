import type { StageConfiguration } from './stage-settings.ts';

/** The name of the deployment, `<service>-<stage>`: of its stack, and of its metrics. */
export function deploymentName({ serviceName, stage }: StageConfiguration): string {
  return `${serviceName}-${stage}`;
}

/** The physical name of a thing of the service: `<service>-<stage>-<thing>`. */
export function physicalName(configuration: StageConfiguration, thing: string): string {
  return `${deploymentName(configuration)}-${thing}`;
}

/** The name that the table of MISPs has, unless it was restored from a backup under another. */
export function defaultMispsTableName(configuration: StageConfiguration): string {
  return physicalName(configuration, 'misps');
}

export function mispsTableName(configuration: StageConfiguration): string {
  return configuration.tableNames.misps ?? defaultMispsTableName(configuration);
}

/** Not configurable: a deployment with another name would leave undelivered rows behind in a table that nothing empties. */
export function auditOutboxTableName(configuration: StageConfiguration): string {
  return physicalName(configuration, 'audit-outbox');
}

/** The bus is named for those who subscribe to it: the same in every production account, with the stage elsewhere. */
export function auditBusName({ serviceName, stage }: StageConfiguration): string {
  return stage === 'prod' ? `${serviceName}-audit` : `${serviceName}-audit-${stage}`;
}
