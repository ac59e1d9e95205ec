/**
 * Stands in for the SDK's reader of `~/.aws/config` in the bundles (lib/functions/lambda-bundle.ts): a Lambda function has no
 * such file, and all settings of its clients are in its environment or in the code. Without it every setting that is not
 * given would be looked for on the disk at the first request of a cold start.
 */
export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });

/** Between the parts of a section's name in such a file; the SDK asks this module for it. */
export const CONFIG_PREFIX_SEPARATOR = '.';
