import type { Admission, ServiceCall } from '../admission.ts';
import type { Access } from './policy-document.ts';

/** Why an access is refused: a denial in one of three places, or neither policies nor the role's boundary allow it. */
export type Obstacle =
  | 'identity denies'
  | 'boundary denies'
  | 'resource denies'
  | 'nothing allows'
  | 'boundary does not allow';

/**
 * AWS's answer to a refused call, in the wording used since 2021.
 * @param who the caller's name on AWS: the ARN of a session or a user, or the name of a service.
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

/** AccessDenied in the format of the service. */
export function refusal({ service }: ServiceCall, text: string): Admission {
  const type = service === 'dynamodb' ? 'com.amazon.coral.service#AccessDeniedException' : 'AccessDeniedException';
  return { admitted: false, status: 400, body: { __type: type, Message: text } };
}
