import { CfnRegistry, CfnSchema } from 'aws-cdk-lib/aws-eventschemas';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../functions/audit/event-source.ts';
import { physicalName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import { eventKindNames } from '../events/event-schemas.ts';
import { registryContent } from '../events/registry-content.ts';

export interface EventSchemaRegistryProps {
  readonly configuration: StageConfiguration;
}

/**
 * The schemas of the events in EventBridge's schema registry, which generates code bindings. Not every region has one.
 */
export class EventSchemaRegistry extends Construct {
  constructor(scope: Construct, id: string, { configuration }: EventSchemaRegistryProps) {
    super(scope, id);
    const registry = new CfnRegistry(this, 'Registry', {
      registryName: physicalName(configuration, 'events'),
      description: 'Audit records and domain events of the MISP Management Service',
    });
    for (const kind of eventKindNames) {
      new CfnSchema(this, kind, {
        registryName: registry.attrRegistryName,
        schemaName: `${EVENT_SOURCE}@${kind}`,
        // The registry accepts this and JSONSchemaDraft4. Template checks do not know that.
        type: 'OpenApi3',
        content: JSON.stringify(registryContent(kind)),
      });
    }
  }
}
