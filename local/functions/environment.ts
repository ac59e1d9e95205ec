import { region } from '../template/pseudo-parameters.ts';
import { credentialsOf } from './credentials.ts';
import type { FunctionDefinition } from './definition.ts';

/**
 * The complete environment of a function's process: what Lambda sets and the template's variables, nothing from this
 * machine's environment.
 * @param variable returns the local value of a template variable.
 * @param session the session token of its credentials.
 */
export function environmentOf(
  definition: FunctionDefinition,
  endpointUrl: string,
  variable: (name: string, value: string) => string,
  session = credentialsOf(definition.name).sessionToken,
): Record<string, string> {
  const credentials = credentialsOf(definition.name);
  const variables = Object.entries(definition.environment).map(([name, value]) => [name, variable(name, value)]);
  return {
    ...Object.fromEntries(variables),
    _HANDLER: definition.handler,
    LAMBDA_TASK_ROOT: definition.codeFolder,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    // A folder that does not exist, so the SDK does not read the developer's ~/.aws.
    HOME: '/home/sbx_user1051',
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: session,
    AWS_ENDPOINT_URL: endpointUrl,
  };
}
