/**
 * Replaces the SDK's reader of `~/.aws/config` (lib/functions/lambda-bundle.ts). A Lambda function has no such file:
 * its settings are in the environment or the code. Without this, the SDK would search the disk for every unset setting
 * at the first request of a cold start.
 */
export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });

/** The separator in section names of such a file. The SDK imports it from this module. */
export const CONFIG_PREFIX_SEPARATOR = '.';
