import type { Admit } from './aws/admission.ts';
import { type AwsServices, startAwsServices } from './aws/aws-services.ts';
import type { Engine } from './aws/engines/engine.ts';
import type { Permissions } from './aws/iam/permissions.ts';
import { FunctionRunner } from './functions/runner.ts';
import type { Issuer } from './gateway/issuer.ts';
import type { LocalCloudOptions } from './local-cloud-options.ts';
import type { RunnableTemplate } from './template/resources.ts';

/** Starts tables, bus, queues and the endpoint; every call passes the template's permissions and then the caller's own hook. */
export function startServices(
  template: RunnableTemplate,
  engine: Engine,
  { dataFolder, onEvent, admit }: LocalCloudOptions,
  permissions: Permissions,
  onProblem: (text: string) => void,
): Promise<AwsServices> {
  return startAwsServices({
    template,
    engine,
    onProblem,
    ...(dataFolder === undefined ? {} : { dataFolder }),
    ...(onEvent === undefined ? {} : { onEvent }),
    admit: inTurn([permissions.admit, admit]),
  });
}

/** Asks one after the other; the first that refuses has the word. */
function inTurn(gates: readonly (Admit | undefined)[]): Admit {
  return async (call) => {
    for (const gate of gates) {
      const admission = await gate?.(call);
      if (admission?.admitted === false) return admission;
    }
    return { admitted: true };
  };
}

/** Makes the functions of the template ready to be invoked; their processes start with the first calls. */
export function startFunctions(
  template: RunnableTemplate,
  issuer: Issuer,
  services: AwsServices,
  { environment, errorCodes, onLog }: LocalCloudOptions,
): FunctionRunner {
  const given = { ...(errorCodes === undefined ? {} : { ERROR_CODES: errorCodes }), ...environment };
  const replacements = new Map(Object.entries(given));
  return new FunctionRunner({
    template,
    endpointUrl: () => services.endpointUrl,
    variable: (name, value) => replacements.get(name) ?? (value === template.outputs.TokenIssuer ? issuer.url : value),
    ...(onLog === undefined ? {} : { onLog }),
  });
}
