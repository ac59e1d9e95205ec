interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Stands in for `@aws-sdk/credential-provider-node` in the bundles (lib/functions/lambda-bundle.ts). Lambda sets the role's
 * credentials in the environment once, for the life of the process. The default chain, with its files, SSO and metadata services, would
 * be 130 KB that every cold start reads and never uses.
 */
export const defaultProvider = () => {
  let credentials: Credentials | undefined;
  return async () => {
    credentials ??= fromEnvironment();
    return credentials;
  };
};

function fromEnvironment(): Credentials {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = process.env;
  if (!accessKeyId || !secretAccessKey) throw new Error('No AWS credentials in the environment');
  return { accessKeyId, secretAccessKey, ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}) };
}
