import type { FunctionName } from '../../lib/functions/function-names.ts';
import { prepareAssembly } from '../../local/assembly/prepare-assembly.ts';
import { functionDefinitions } from '../../local/functions/definition.ts';
import { environmentOf } from '../../local/functions/environment.ts';
import { loadTemplate } from '../../local/template/load-template.ts';
import { type InProcessDriver, startInProcess } from '../../test/integration/in-process-driver.ts';
import { LoopbackIssuer, newSigningKey } from '../../test/support/loopback-issuer.ts';
import { startLoopbackBus } from './loopback-bus.ts';
import { requireSameMajor, runtimesOf } from './runtime-check.ts';
import { makeCertificate, startTlsProxy } from './tls-proxy.ts';

/** What the functions of the stack need around them: an engine with the tables, an issuer and a bus. */
export interface FunctionHost {
  readonly driver: InProcessDriver;
  readonly issuer: Pick<LoopbackIssuer, 'url' | 'keys'>;
  /** The function's environment and time as the template and Lambda set them. */
  settingOf(name: FunctionName): { readonly environment: Record<string, string>; readonly timeoutMs: number };
  /** The file that is deployed. */
  bundleOf(name: FunctionName): string;
  /** Resets the connections that processes hold; nothing where there is no TLS proxy. */
  dropConnections(): void;
  stop(): Promise<void>;
}

/** How functions reach what is around them: on AWS all of it is behind TLS. */
export type Transport = 'http' | 'tls';

/** @throws Error when this is another major of Node.js than the one that is deployed. */
export async function startFunctionHost(transport: Transport): Promise<FunctionHost> {
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
  const around = { engine: driver.endpoint, bus: bus.url, issuer: issuer.url };
  const ends = transport === 'http' ? withoutTls(around) : await behindTls(around);
  issuer.address = ends.urls.issuer;
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
        ...environmentOf(definitionOf(name), ends.urls.engine, (variable, value) => place[variable] ?? value),
        AWS_ENDPOINT_URL_EVENTBRIDGE: ends.urls.bus,
        ...ends.environment,
      },
      timeoutMs: definitionOf(name).timeoutMs,
    }),
    bundleOf: (name) => `${definitionOf(name).codeFolder}/index.mjs`,
    dropConnections: ends.dropConnections,
    stop: async () => {
      await ends.stop();
      await bus.stop();
      await issuer.stop();
      await driver.stop();
    },
  };
}

/** The addresses of what is around the functions. */
type Urls = Readonly<Record<'engine' | 'bus' | 'issuer', string>>;

interface Surroundings {
  readonly urls: Urls;
  readonly environment: Readonly<Record<string, string>>;
  dropConnections(): void;
  stop(): Promise<void>;
}

const withoutTls = (urls: Urls): Surroundings => ({
  urls,
  environment: {},
  dropConnections: () => undefined,
  stop: async () => undefined,
});

async function behindTls(urls: Urls): Promise<Surroundings> {
  const certificate = makeCertificate();
  const [engine, bus, issuer] = [
    await startTlsProxy(urls.engine, certificate),
    await startTlsProxy(urls.bus, certificate),
    await startTlsProxy(urls.issuer, certificate),
  ];
  const ends = [engine, bus, issuer];
  return {
    urls: { engine: engine.url, bus: bus.url, issuer: issuer.url },
    environment: { NODE_EXTRA_CA_CERTS: certificate.certificateFile },
    dropConnections: () => {
      for (const end of ends) end.dropConnections();
    },
    stop: async () => {
      await Promise.all(ends.map((end) => end.stop()));
      certificate.remove();
    },
  };
}
