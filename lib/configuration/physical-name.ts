import type { StageConfiguration } from './stage-settings.ts';

/** The physical name of a thing of the service: `<service>-<stage>-<thing>`. */
export function physicalName(configuration: StageConfiguration, thing: string): string {
  return `${configuration.serviceName}-${configuration.stage}-${thing}`;
}

/** The bus is named for those who subscribe to it: the same in every production account, with the stage elsewhere. */
export function auditBusName({ serviceName, stage }: StageConfiguration): string {
  return stage === 'prod' ? `${serviceName}-audit` : `${serviceName}-audit-${stage}`;
}
