import { createHash } from 'node:crypto';

/** Credentials that Lambda puts into a function's environment. */
export interface FunctionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/**
 * The credentials of a function. Each function has its own, so the endpoint knows from a call's signature which
 * function, and so which role, makes it. They are valid only for the local endpoint, so they need not be secret and are
 * derived from the name.
 */
export function credentialsOf(functionName: string): FunctionCredentials {
  const digest = createHash('sha256').update(functionName).digest('hex');
  return {
    // As on AWS: access key ids of roles start with ASIA and have 20 characters.
    accessKeyId: `ASIA${BigInt(`0x${digest}`).toString(36).toUpperCase().padStart(16, 'A').slice(0, 16)}`,
    secretAccessKey: createHash('sha256').update(`secret of ${functionName}`).digest('base64').slice(0, 40),
    sessionToken: `local-session-of-${functionName}`,
  };
}
