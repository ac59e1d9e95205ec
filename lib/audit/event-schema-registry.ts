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

/** The schemas of the events in EventBridge's registry, from which it makes code bindings. Not every region has one. */
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
        // The registry takes this and JSONSchemaDraft4. No check of a template knows that.
        type: 'OpenApi3',
        content: JSON.stringify(registryContent(kind)),
      });
    }
  }
}
