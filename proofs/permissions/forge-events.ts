import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '../../functions/audit/event-source.ts';
import { credentialsOf } from '../../local/functions/credentials.ts';
import type { LocalCloud } from '../../local/local-cloud.ts';
import type { ProofResult } from '../proof.ts';
import { attempt } from './attempt.ts';

const MAY_PUT = /-(publish-audit|sweep-audit-outbox)$/;
/** Refused by the bus's own policy: roles that happen not to allow it are not enough, since roles change. */
const BY_THE_BUS = /events:PutEvents on resource: \S+ with an explicit deny in a resource-based policy$/;

interface Forger {
  readonly who: string;
  readonly accessKeyId: string;
  readonly sessionToken?: string;
}

/**
 * Tries to put events of the service and of another source with the credentials of each function, of a user and of a
 * role. All must be refused.
 */
export async function forgeEvents(cloud: LocalCloud): Promise<ProofResult> {
  const functions = cloud.permissions.functions.filter(({ name }) => !MAY_PUT.test(name));
  const forgers: readonly Forger[] = [
    ...functions.map(({ name }) => ({ who: name, accessKeyId: credentialsOf(name).accessKeyId })),
    { who: 'a user', accessKeyId: 'SOMEBODY' },
    { who: 'a role', accessKeyId: 'SOMEBODY', sessionToken: 'arn:aws:iam::000000000000:role/administrator' },
  ];
  const before = cloud.events().length;
  const violations: string[] = [];
  let refused = 0;
  for (const { who, accessKeyId, sessionToken } of forgers) {
    const client = new EventBridgeClient({
      endpoint: cloud.services.endpointUrl,
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey: 'x', ...(sessionToken === undefined ? {} : { sessionToken }) },
      maxAttempts: 1,
    });
    for (const source of [EVENT_SOURCE, 'mosip.elsewhere']) {
      const outcome = await attempt(() => client.send(new PutEventsCommand({ Entries: [forgedEntry(cloud, source)] })));
      if (outcome.admitted) violations.push(`The bus took an event of ${source} from ${who}`);
      else if (!BY_THE_BUS.test(outcome.said))
        violations.push(`It was not the bus that refused ${who}: ${outcome.said}`);
      else refused += 1;
    }
    client.destroy();
  }
  await cloud.idle();
  if (cloud.events().length > before) violations.push(`${cloud.events().length - before} forged events are on the bus`);
  return { figures: { 'forged events refused': refused }, violations };
}

function forgedEntry({ template }: LocalCloud, Source: string) {
  const Detail = JSON.stringify({ recordId: 'FORGED-1', eventId: 'PMS_MSP_201', sessionUserName: 'The Minister' });
  return {
    EventBusName: template.outputs.AuditBusName,
    Source,
    DetailType: 'Processing MISP status request',
    Detail,
  };
}
