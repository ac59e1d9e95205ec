/**
 * Stands in for `@aws-sdk/credential-provider-node` in the bundles (lib/functions/lambda-bundle.ts): on Lambda the role's
 * credentials are always in the environment, so the default chain with its files, SSO and metadata services would be
 * 130 KB that every cold start reads and never uses.
 */
export const defaultProvider = () => async () => {
  const accessKeyId = process.env.AWS_ACCESS_KEY_ID;
  const secretAccessKey = process.env.AWS_SECRET_ACCESS_KEY;
  const sessionToken = process.env.AWS_SESSION_TOKEN;
  if (!accessKeyId || !secretAccessKey) throw new Error('No AWS credentials in the environment');
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
};
