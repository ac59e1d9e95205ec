import type { Identity } from './identities.ts';
import type { Access } from './policy-document.ts';

/** The service that delivers events to targets. */
export const EVENT_DELIVERY = 'events.amazonaws.com';

/**
 * The access that EventBridge needs to deliver events of a rule to a log group. It names the rule when it puts events,
 * but not when it creates a log stream (docs/local-cloud.md, assumption 25).
 */
export function logDeliveryAccess(
  logGroupArn: string,
  ruleArn: string | undefined,
): readonly { readonly identity: Identity; readonly access: Access }[] {
  const resource = `${logGroupArn.replace(/:\*$/, '')}:log-stream:any`;
  const service = { kind: 'service', name: EVENT_DELIVERY } as const;
  return [
    { identity: service, access: { action: 'logs:CreateLogStream', resource, context: {} } },
    {
      identity: ruleArn === undefined ? service : { ...service, sourceArn: ruleArn },
      access: { action: 'logs:PutLogEvents', resource, context: {} },
    },
  ];
}
