import type { FunctionName } from '../../lib/functions/function-names.ts';
import { prepareAssembly } from '../../local/assembly/prepare-assembly.ts';
import { functionDefinitions } from '../../local/functions/definition.ts';
import { environmentOf } from '../../local/functions/environment.ts';
import { loadTemplate } from '../../local/template/load-template.ts';
import { type InProcessDriver, startInProcess } from '../../test/integration/in-process-driver.ts';
import { LoopbackIssuer, newSigningKey } from '../../test/support/loopback-issuer.ts';
import { startLoopbackBus } from './loopback-bus.ts';
import { requireSameMajor, runtimesOf } from './runtime-check.ts';

/** What the functions of the stack need around them: an engine with the tables, an issuer and a bus. */
export interface FunctionHost {
  readonly driver: InProcessDriver;
  readonly issuer: LoopbackIssuer;
  /** The function's environment and time as the template and Lambda set them. */
  settingOf(name: FunctionName): { readonly environment: Record<string, string>; readonly timeoutMs: number };
  /** The file that is deployed. */
  bundleOf(name: FunctionName): string;
  stop(): Promise<void>;
}

/** @throws Error when this is another major of Node.js than the one that is deployed. */
export async function startFunctionHost(): Promise<FunctionHost> {
  const template = loadTemplate(await prepareAssembly());
  requireSameMajor(runtimesOf(template), process.version);
  const definitions = functionDefinitions(template);
  const definitionOf = (name: FunctionName) => {
    const found = definitions.find((one) => one.name.endsWith(`-${name}`));
    if (found === undefined) throw new Error(`The template has no function ${name}`);
    return found;
  };
  const driver = await startInProcess();
  const issuer = await LoopbackIssuer.start(await newSigningKey('key-1'));
  const bus = await startLoopbackBus();
  const place: Readonly<Record<string, string>> = {
    TOKEN_ISSUER: issuer.url,
    TOKEN_AUDIENCE: 'misp',
    TOKEN_ALGORITHMS: 'ES256',
    TOKEN_ROLES_CLAIM: 'realm_access.roles',
    TOKEN_USER_ID_CLAIM: 'sub',
    TOKEN_USER_NAME_CLAIM: 'preferred_username',
  };
  return {
    driver,
    issuer,
    settingOf: (name) => ({
      environment: {
        ...environmentOf(definitionOf(name), driver.endpoint, (variable, value) => place[variable] ?? value),
        AWS_ENDPOINT_URL_EVENTBRIDGE: bus.url,
      },
      timeoutMs: definitionOf(name).timeoutMs,
    }),
    bundleOf: (name) => `${definitionOf(name).codeFolder}/index.mjs`,
    stop: async () => {
      await bus.stop();
      await issuer.stop();
      await driver.stop();
    },
  };
}
