import { type AwsServices, startAwsServices } from './aws/aws-services.ts';
import { gate } from './aws/call-path.ts';
import type { Engine } from './aws/engines/engine.ts';
import type { Permissions } from './aws/iam/permissions.ts';
import { FunctionRunner } from './functions/runner.ts';
import type { EarlyControls } from './gateway/control-endpoints.ts';
import type { Issuer } from './gateway/issuer.ts';
import type { LocalCloudOptions } from './local-cloud-options.ts';
import type { RunnableTemplate } from './template/resources.ts';

/** Starts tables, bus, queues and the endpoint. Every call passes the template's permissions, then the `admit` hook. */
export function startServices(
  template: RunnableTemplate,
  engine: Engine,
  { dataFolder, eventsKept, onEvent, admit }: LocalCloudOptions,
  permissions: Permissions,
  controls: EarlyControls,
  onProblem: (text: string) => void,
): Promise<AwsServices> {
  return startAwsServices({
    template,
    engine,
    onProblem,
    ...(dataFolder === undefined ? {} : { dataFolder }),
    ...(eventsKept === undefined ? {} : { eventsKept }),
    ...(onEvent === undefined ? {} : { onEvent }),
    clock: controls.clock.now,
    offsetAt: (seconds) => controls.clock.offsetAt(seconds),
    intercepts: [
      gate(permissions.admit),
      ...(admit === undefined ? [] : [gate(admit)]),
      controls.crashes.intercept,
      controls.faults.intercept,
    ],
  });
}

/** Prepares the functions of the template. Their processes start with the first invocations. */
export function startFunctions(
  template: RunnableTemplate,
  issuer: Issuer,
  services: AwsServices,
  { crashes, clock }: EarlyControls,
  { environment, errorCodes, growAfterMs, onLog, onAnswer }: LocalCloudOptions,
  onProblem: (text: string) => void,
): FunctionRunner {
  const given = { ...(errorCodes === undefined ? {} : { ERROR_CODES: errorCodes }), ...environment };
  const replacements = new Map(Object.entries(given));
  return new FunctionRunner({
    template,
    endpointUrl: () => services.endpointUrl,
    variable: (name, value) => {
      const replacement = replacements.get(name);
      if (replacement !== undefined) return replacement;
      // The local issuer replaces the configured one, and its keys replace configured ones.
      if (name === 'TOKEN_KEYS' && value !== 'from-issuer') return JSON.stringify(issuer.keys.publicSet);
      return value === template.outputs.TokenIssuer ? issuer.url : value;
    },
    clockOffset: () => clock.offset,
    nextCrashMoment: (name) => crashes.takeCrashMoment(name),
    onProblem,
    ...(growAfterMs === undefined ? {} : { growAfterMs }),
    ...(onLog === undefined ? {} : { onLog }),
    ...(onAnswer === undefined ? {} : { onAnswer }),
  });
}
