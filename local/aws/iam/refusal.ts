import type { Admission, ServiceCall } from '../admission.ts';
import type { Access } from './policy-document.ts';

/** What refused an access: a denial in one of three places, or that nothing allows it, or that the role's boundary does not. */
export type Obstacle =
  | 'identity denies'
  | 'boundary denies'
  | 'resource denies'
  | 'nothing allows'
  | 'boundary does not allow';

/**
 * The answer of AWS to a call that is not allowed, worded as AWS words it since 2021.
 * @param who as AWS names the caller: the ARN of a session or a user, or the name of a service.
 */
export function accessDenied(call: ServiceCall, who: string, access: Access, obstacle: Obstacle): Admission {
  const { action, resource } = access;
  const kind = call.service === 'logs' ? 'resource-based' : 'identity-based';
  const reasons: Readonly<Record<Obstacle, string>> = {
    'identity denies': 'with an explicit deny in an identity-based policy',
    'boundary denies': 'with an explicit deny in a permissions boundary',
    'resource denies': 'with an explicit deny in a resource-based policy',
    'nothing allows': `because no ${kind} policy allows the ${action} action`,
    'boundary does not allow': `because no permissions boundary allows the ${action} action`,
  };
  return refusal(
    call,
    `User: ${who} is not authorized to perform: ${action} on resource: ${resource} ${reasons[obstacle]}`,
  );
}

/** AccessDenied in a service's own form. */
export function refusal({ service }: ServiceCall, text: string): Admission {
  const type = service === 'dynamodb' ? 'com.amazon.coral.service#AccessDeniedException' : 'AccessDeniedException';
  return { admitted: false, status: 400, body: { __type: type, Message: text } };
}
