import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TokenSource } from '../../functions/lambdas/authorize-caller/find-token.ts';
import { projectFolder } from '../../lib/project-folder.ts';
import type { LocalCloud } from '../../local/local-cloud.ts';
import { readArguments } from '../../scripts/smoke/arguments.ts';
import { assumptions } from '../../scripts/smoke/assumptions.ts';
import { findAccess } from '../../scripts/smoke/find-access.ts';
import { smoke as smokeWith } from '../../scripts/smoke/smoke.ts';
import { prodAssembly } from '../operating/prod-assembly.ts';
import { runHere } from '../operating/run-command.ts';
import { listenOnLoopback } from '../support/listen-on-loopback.ts';
import { newSigningKey } from '../support/loopback-issuer.ts';
import { runProgram } from '../support/run-program.ts';
import { type LocalCloudDriver, startOnLocalCloud } from './local-cloud-driver.ts';

const read = (page: string) => readFileSync(fileURLToPath(new URL(`../../${page}`, import.meta.url)), 'utf8');

/** Runs a command in the project's folder, like a reader of the README. */
const run = (command: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  runProgram({ command, args, environment: { ...process.env, ...environment }, folder: projectFolder });

const smokeAsProgram = (args: readonly string[]) =>
  run(process.execPath, ['scripts/require-node.cjs', 'scripts/smoke.ts', ...args]);
const smoke = (url: string, tokens: Readonly<Record<string, string>>) =>
  runHere((say) => smokeWith(readArguments(['--url', url])!, { say, complain: say }), tokens);

/** Why the command would end at once; undefined if it would go on. */
async function refusalOf(url: string, token: string): Promise<string | undefined> {
  const access = await findAccess(url, token);
  return access.kind === 'refused' ? access.why : undefined;
}

/** The README's own line, unchanged. */
const [readmeLine = ''] = /^npm run smoke .*$/m.exec(read('README.md')) ?? [];

test('has one check for each assumption that docs/local-cloud.md lists', () => {
  const listed = [...read('docs/local-cloud.md').matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
  expect(assumptions.map(({ number }) => number)).toEqual(listed);
});

interface Deployment {
  readonly driver: LocalCloudDriver;
  readonly cloud: LocalCloud;
  stop(): Promise<void>;
}

/** The stage of production with separated duties, which takes the token in one place or the other. */
async function deploy(tokenSource: TokenSource): Promise<Deployment> {
  const own = { issuer: 'https://issuer.example.org', audience: 'misp-management-service', tokenSource };
  // One has its keys in the configuration, and so never calls an issuer.
  const auth = tokenSource === MAIN ? { ...own, keys: { keys: [(await newSigningKey('any', 'RS256')).jwk] } } : own;
  // The local cloud has no registry: it only has to start with one.
  const assembly = await prodAssembly({ auth, eventSchemas: true, separationOfDuties: true });
  const driver = await startOnLocalCloud({ assemblyFolder: assembly.folder });
  const stop = async () => {
    await driver.stop();
    assembly.remove();
  };
  return { driver, cloud: driver.cloud, stop };
}

/** All but one of these tests use this one: the others would start every function for the same. */
const MAIN = 'cookie';
let main: Deployment;
beforeAll(async () => {
  main = await deploy(MAIN);
}, 120_000);
afterAll(() => main.stop());

/** Tokens of two persons with every right. */
const twoTokens = async (cloud = main.cloud) => ({
  MISP_TOKEN: await cloud.token(),
  MISP_TOKEN_APPROVER: await cloud.token('somebody-else'),
});

const passed = /\n\d+ passed, 0 failed, \d+ not checked here\n$/;

describe.each(['header', 'cookie', 'either'] as const)('a deployment with the token source %s', (tokenSource) => {
  let cloud: LocalCloud;
  let stop = async () => {};
  beforeAll(async () => {
    ({ cloud, stop } = tokenSource === MAIN ? { ...main, stop } : await deploy(tokenSource));
  }, 120_000);
  afterAll(() => stop());

  test('is found out', async () => {
    const access = await findAccess(cloud.baseUrl, await cloud.token());
    expect(access).toMatchObject({ tokenSource });
  });

  if (tokenSource === MAIN)
    test("passes with the README's command, and uses every granted call of the operations but some", async () => {
      const { permissions } = cloud;
      permissions.resetUseCounts();
      expect(readmeLine).toBe('npm run smoke -- --url <ApiUrl>');
      const { code, output } = await run('sh', ['-c', readmeLine.replace('<ApiUrl>', cloud.baseUrl)], {
        ...(await twoTokens(cloud)),
        MISP_TOKEN_WITHOUT_ROLE: await cloud.token('somebody', { roles: [] }),
      });
      expect(output).toContain('which takes the token in the cookie\n');
      expect(output).toMatch(passed);
      // Checked only with a second token.
      expect(output).toMatch(/^ok +2 /m);
      expect(code).toBe(0);
      const uses = new Map<string, number>();
      for (const grant of permissions.grants()) {
        if (grant.isPlatform) continue;
        const call = `${grant.function} ${grant.action} ${grant.resource.split('/').slice(1).join('/')}`;
        uses.set(call, (uses.get(call) ?? 0) + grant.uses);
      }
      const unused = [...uses].filter(([, count]) => count === 0).map(([call]) => call);
      const scheduled = /^misp-prod-(sweep-audit-outbox|announce-expiring-licenses) /;
      const ofOperations = unused.filter((call) => !scheduled.test(call));
      // These need expired licences or a conflict.
      expect(ofOperations.sort()).toEqual([
        'misp-prod-download-license-key dynamodb:DeleteItem misp-prod-misps',
        'misp-prod-download-license-key dynamodb:PutItem misp-prod-misps',
        'misp-prod-process-misp-status dynamodb:DeleteItem misp-prod-misps',
        // Only after a conflict of a request that is repeated concurrently.
        'misp-prod-register-misp dynamodb:GetItem misp-prod-misps',
        'misp-prod-rotate-license-key dynamodb:DeleteItem misp-prod-misps',
      ]);
    }, 120_000);

  test.each([
    ['without the role', { roles: ['OTHER'] }, 'look at its roles (auth.rights, in auth.rolesClaim)'],
    ['for another audience', { audience: 'elsewhere' }, 'its audience (aud "elsewhere"; '],
    ['of another issuer', { issuer: 'https://other.example.org' }, 'its issuer (iss "https://other.example.org"; '],
    ['that has expired', { lifetimeSeconds: -3600 }, 'its expiry (it ended 20'],
  ])('refuses a token %s, and says in one line what to check', async (_, options, hint) => {
    const why = await refusalOf(cloud.baseUrl, await cloud.token('jo', options));
    expect(why).toMatch(/^The token is refused \(HTTP 40[13]\): .+$/);
    expect(why).toContain(hint);
  });

  test('refuses an invalid token', async () => {
    const why = await refusalOf(cloud.baseUrl, 'not-a-token');
    expect(why).toBe('The token is refused (HTTP 403): it is not a JWT');
  });

  test('refuses a wrong base path', async () => {
    const why = await refusalOf(`${cloud.baseUrl}/x`, await cloud.token());
    expect(why).toMatch(/^GET \/misps without a token is answered HTTP 404, .+base path\?$/);
  });
});

test('rejects its MISP if it cannot go on, and says what to set if duties are separated', async () => {
  const { code, output } = await run('sh', ['-c', readmeLine.replace('<ApiUrl>', main.cloud.baseUrl)], {
    MISP_TOKEN: await main.cloud.token(),
  });
  expect(output).toMatch(/FAIL approve: .*separationOfDuties: set MISP_TOKEN_APPROVER to another person's token/);
  const [, id] = /^ {5}MISP (\d+), "Smoke test /m.exec(output) ?? [];
  expect(output).toContain(`MISP ${id} is rejected now`);
  expect(code).toBe(1);
}, 120_000);

test('ends at a refused token, with the reason as its only line', async () => {
  const { code, output } = await smokeAsProgram(['--url', main.cloud.baseUrl, '--token', 'not-a-token']);
  expect(output).toBe('The token is refused (HTTP 403): it is not a JWT\n');
  expect(code).toBe(1);
});

/** A way to a deployment on which the answer to one request is lost, and the request arrives only later. */
async function losingOne(baseUrl: string, isLost: (method: string, path: string) => boolean) {
  const { pathname } = new URL(baseUrl);
  let late: (() => Promise<unknown>) | undefined;
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const { method = '', url: path = '' } = request;
    const headers = new Headers(request.headers as Record<string, string>);
    for (const name of ['host', 'connection', 'content-length']) headers.delete(name);
    const pass = () => fetch(new URL(path, baseUrl), { method, headers, ...(body.length > 0 ? { body } : {}) });
    if (late === undefined && isLost(method, path)) {
      request.socket.destroy();
      late = pass;
      return;
    }
    const answer = await pass();
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  const { url, stop } = await listenOnLoopback(server);
  const stopBoth = async () => {
    await late?.();
    await stop();
  };
  return { url: `${url}${pathname}`, stop: stopBoth };
}

describe('leaves a rejected MISP behind', () => {
  const left = async (output: string) => {
    const [, id] = /MISP (\d+) is rejected now/.exec(output) ?? [];
    const headers = { cookie: `Authorization=${await main.cloud.token()}` };
    const { body } = await main.driver.raw('GET', `/misps/mispId/${id}`, { headers });
    return body.response.misp;
  };
  test.each([
    ['an approval that arrives after the rejection', /^FAIL approve: .*unreachable/m, /^PATCH .*\/status$/],
    ['a registration without an answer', /^FAIL register: .*unreachable/m, /^POST .*\/misps$/],
  ])('after %s', async (_, failure, lost) => {
    const way = await losingOne(main.cloud.baseUrl, (method, path) => lost.test(`${method} ${path}`));
    const { code, output } = await smoke(way.url, await twoTokens());
    await way.stop();
    expect(output).toMatch(failure);
    expect(await left(output)).toMatchObject({ status_code: 'rejected', name: expect.stringMatching(/^Smoke test /) });
    expect(code).toBe(1);
  });

  test("not at all if the approver's token is refused: nothing is registered", async () => {
    const given = { ...(await twoTokens()), MISP_TOKEN_APPROVER: await main.cloud.token('jo', { roles: [] }) };
    const { code, output } = await smoke(main.cloud.baseUrl, given);
    expect(output).not.toContain('One MISP lifecycle');
    expect(output).toMatch(/^MISP_TOKEN_APPROVER: The token is refused \(HTTP 403\): .*roles.*\n$/);
    expect(code).toBe(1);
  });
});

test('fails if a rename may not free the old name', async () => {
  const { permissions } = main.cloud;
  const grants = permissions
    .grants()
    .filter(({ function: name, action }) => name.endsWith('-update-misp') && action === 'dynamodb:DeleteItem');
  expect(grants.length).toBeGreaterThan(0);
  const giveBack = grants.map((grant) => permissions.withhold(grant));
  try {
    const { code, output } = await smoke(main.cloud.baseUrl, await twoTokens());
    expect(output).toMatch(/^FAIL rename: expected "Smoke test .+ renamed", got .+ \(HTTP 50[03]\)$/m);
    expect(code).toBe(1);
  } finally {
    for (const give of giveBack) give();
  }
}, 60_000);

test.each([
  [['--url', 'http://127.0.0.1:1/x'], 'Missing: MISP_TOKEN in the environment'],
  [['--token', 't'], 'Missing: --url;'],
  [['--url', 'http://127.0.0.1:1/x', '--token', 'Bearer t'], 'without "Bearer"'],
  [['--url', 'http://127.0.0.1:1/x', '--token', 'se\ncret'], 'MISP_TOKEN contains a blank'],
  [
    ['--url', 'http://127.0.0.1:1/x', '--token', 't', '--token-without-role', 'se\ncret'],
    'MISP_TOKEN_WITHOUT_ROLE contains',
  ],
  [['--url', 'http://127.0.0.1:1/x', '--token', 't', '--token-without-role', 'Bearer t'], 'without "Bearer"'],
  [['--url', 'http://misp.example.org/x', '--token', 't'], '--url begins with http'],
  [['--url', 'http://127.0.0.1.example.org/x', '--token', 't'], '--url begins with http'],
  [['--url', 'http://127.0.0.1:1/x', '--token', 't', '--token-without-role', ''], 'MISP_TOKEN_WITHOUT_ROLE is empty'],
  [['--url', 'http://127.0.0.1:1/x', '--token', 't', '--table', ''], '--table is empty'],
  [['--url', 'http://127.0.0.1:1/x', '--token', 't', '--log-group', ''], '--log-group is empty'],
  [['--url', 'http://127.0.0.1:1/x', '--token', 't', '--archive', ''], '--archive is empty'],
  [['--url', 'http://u:secret@127.0.0.1:1/x', '--token', 't'], '--url contains a user name or password'],
  [['--url', 'http://:secret@127.0.0.1:1/x', '--token', 't'], '--url contains a user name or password'],
  [['--url', 'nowhere', '--token', 't'], '--url is the output ApiUrl, such as https://'],
])('says what is wrong: %j', (args, message) => {
  expect(() => readArguments(args)).toThrow(message);
});

test('takes all its options', () => {
  const url = 'https://api.example.org/partnermanagement/v1/misps';
  const [required, options] = [
    ['--url', url, '--token', 't'],
    ['--token-without-role', 'u', '--log-group', 'g', '--table', 'm', '--archive', 'a'],
  ];
  const none = { tokenWithoutRole: undefined, logGroup: undefined, table: undefined, archive: undefined };
  expect(readArguments(required)).toEqual({ url, token: 't', ...none });
  expect(readArguments([...required, ...options])).toEqual({
    ...{ url, token: 't', tokenWithoutRole: 'u' },
    ...{ logGroup: 'g', table: 'm', archive: 'a' },
  });
});

test('reads its tokens from the environment, where an empty one counts as none', () => {
  const { MISP_TOKEN: token, MISP_TOKEN_WITHOUT_ROLE: other, ...before } = process.env;
  const url = 'https://api.example.org/x';
  try {
    process.env = { ...before, MISP_TOKEN: 't', MISP_TOKEN_WITHOUT_ROLE: 'u' };
    expect(readArguments(['--url', url])).toMatchObject({ token: 't', tokenWithoutRole: 'u' });
    process.env.MISP_TOKEN_WITHOUT_ROLE = '';
    expect(readArguments(['--url', url])).toMatchObject({ token: 't', tokenWithoutRole: undefined });
    process.env.MISP_TOKEN = '';
    expect(() => readArguments(['--url', url])).toThrow('Missing: MISP_TOKEN in the environment');
  } finally {
    process.env = { ...before, ...(token && { MISP_TOKEN: token }), ...(other && { MISP_TOKEN_WITHOUT_ROLE: other }) };
  }
});

test('ends with what is wrong as its only line', async () => {
  const { code, output } = await smokeAsProgram(['--token', 't']);
  expect(output).toBe('Missing: --url; npm run smoke -- --help shows the rest\n');
  expect(code).toBe(1);
});

test('reports that nothing answers', async () => {
  const { url, stop } = await listenOnLoopback(createServer());
  await stop();
  const { code, output } = await smokeAsProgram(['--url', `${url}/x`, '--token', 't']);
  expect(output).toBe(`${url}/x does not answer: ECONNREFUSED\n`);
  expect(code).toBe(1);
});
