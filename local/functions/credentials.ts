import { createHash } from 'node:crypto';

/** Credentials as Lambda hands them to a function in its environment. */
export interface FunctionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/**
 * The credentials of a function: each has its own, so that the endpoint can tell from the signature of a call which
 * function, and so which role, makes it. They open nothing but this machine's own endpoint, which is why they need not
 * be secret and can be worked out from the name.
 */
export function credentialsOf(functionName: string): FunctionCredentials {
  const digest = createHash('sha256').update(functionName).digest('hex');
  return {
    // Access key ids of roles start so on AWS and are 20 characters long.
    accessKeyId: `ASIA${BigInt(`0x${digest}`).toString(36).toUpperCase().padStart(16, 'A').slice(0, 16)}`,
    secretAccessKey: createHash('sha256').update(`secret of ${functionName}`).digest('base64').slice(0, 40),
    sessionToken: `local-session-of-${functionName}`,
  };
}
