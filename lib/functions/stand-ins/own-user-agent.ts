type Part = readonly [name: string, version?: string];

/**
 * Replaces the SDK's provider of the user agent (lib/functions/lambda-bundle.ts). The SDK's own loads `node:os`, to name the
 * version of the kernel, and looks for other runtimes than Node.js.
 */
export const createDefaultUserAgentProvider = (client: {
  readonly serviceId?: string;
  readonly clientVersion: string;
}) => {
  const { serviceId, clientVersion } = client;
  const environment = process.env.AWS_EXECUTION_ENV;
  const parts: readonly Part[] = [
    ['aws-sdk-js', clientVersion],
    ['ua', '2.1'],
    [`os/${process.platform}`],
    ['lang/js'],
    ['md/nodejs', process.versions.node],
    ...(serviceId === undefined ? [] : [[`api/${serviceId}`, clientVersion] as const]),
    ...(environment ? [[`exec-env/${environment}`] as const] : []),
  ];
  return async () => parts;
};
export const defaultUserAgent = createDefaultUserAgentProvider;
export const crtAvailability = { isCrtAvailable: false };
