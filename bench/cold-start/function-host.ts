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

/** The services that the functions of the stack call: an engine with the tables, an issuer and a bus. */
export interface FunctionHost {
  readonly driver: InProcessDriver;
  readonly issuer: Pick<LoopbackIssuer, 'url' | 'keys'>;
  /** The function's environment variables and timeout, as the template and Lambda set them. */
  settingsOf(name: FunctionName): { readonly environment: Record<string, string>; readonly timeoutMs: number };
  /** The path of the deployed bundle. */
  bundleOf(name: FunctionName): string;
  /** Resets the open connections of the functions. Does nothing without a TLS proxy. */
  dropConnections(): void;
  stop(): Promise<void>;
}

/** How functions reach these services. On AWS always over TLS. */
export type Transport = 'http' | 'tls';

/** @throws Error if the major version of this Node.js differs from that of the deployed one. */
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
  const urls = { engine: driver.endpoint, bus: bus.url, issuer: issuer.url };
  const endpoints = transport === 'http' ? withoutTls(urls) : await behindTls(urls);
  issuer.address = endpoints.urls.issuer;
  const issuerVariables: Readonly<Record<string, string>> = {
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
    settingsOf: (name) => ({
      environment: {
        ...environmentOf(
          definitionOf(name),
          endpoints.urls.engine,
          (variable, value) => issuerVariables[variable] ?? value,
        ),
        AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.urls.bus,
        ...endpoints.environment,
      },
      timeoutMs: definitionOf(name).timeoutMs,
    }),
    bundleOf: (name) => `${definitionOf(name).codeFolder}/index.mjs`,
    dropConnections: endpoints.dropConnections,
    stop: async () => {
      await endpoints.stop();
      await bus.stop();
      await issuer.stop();
      await driver.stop();
    },
  };
}

/** The addresses of the services. */
type Urls = Readonly<Record<'engine' | 'bus' | 'issuer', string>>;

/** How the functions reach the services. */
interface Endpoints {
  readonly urls: Urls;
  readonly environment: Readonly<Record<string, string>>;
  dropConnections(): void;
  stop(): Promise<void>;
}

const withoutTls = (urls: Urls): Endpoints => ({
  urls,
  environment: {},
  dropConnections: () => undefined,
  stop: async () => undefined,
});

async function behindTls(urls: Urls): Promise<Endpoints> {
  const certificate = makeCertificate();
  const [engine, bus, issuer] = [
    await startTlsProxy(urls.engine, certificate),
    await startTlsProxy(urls.bus, certificate),
    await startTlsProxy(urls.issuer, certificate),
  ];
  const proxies = [engine, bus, issuer];
  return {
    urls: { engine: engine.url, bus: bus.url, issuer: issuer.url },
    environment: { NODE_EXTRA_CA_CERTS: certificate.certificateFile },
    dropConnections: () => {
      for (const proxy of proxies) proxy.dropConnections();
    },
    stop: async () => {
      await Promise.all(proxies.map((proxy) => proxy.stop()));
      certificate.remove();
    },
  };
}
