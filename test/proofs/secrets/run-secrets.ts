import type { OperationName } from '../../../functions/operations.ts';
import { startOnLocalCloud } from '../../e2e/local-cloud-driver.ts';
import { newName } from '../../scenarios/arrangements.ts';
import { exchange } from '../bad-input/raw-exchange.ts';
import type { ProofResult, ProofRun } from '../proof.ts';
import { withoutAllowed } from './allowed-in-answers.ts';
import { Canaries } from './canaries.ts';
import { type Disturbance, disturbances } from './disturbances.ts';
import { type SecretRequest, type Subject, secretRequests } from './secret-requests.ts';
import { WitnessedCalls } from './witnessed-calls.ts';

export interface SecretsOptions {
  readonly rounds: number;
  readonly disturbances: readonly Disturbance[];
  /** The only operation that is sent secrets; without it all of them. */
  readonly operation?: OperationName;
  /** Whose bundles are run; without it those of the sources. */
  readonly assemblyFolder?: string;
}

export const everyDisturbance = disturbances;

const PATIENCE_MS = 15_000;
const LANES = 2;

/**
 * Sends secrets through every operation, in every field and header that takes them, while everything that can fail beneath
 * does, and then searches all that is kept, logged, sent on or answered.
 */
export async function runSecrets(
  { rounds, disturbances: chosen, operation, assemblyFolder }: SecretsOptions,
  { progress }: Pick<ProofRun, 'progress'>,
): Promise<ProofResult> {
  const canaries = new Canaries();
  const lines: string[] = [];
  const problems: string[] = [];
  const calls = new WitnessedCalls();
  const { cloud, stop } = await startOnLocalCloud({
    ...(assemblyFolder === undefined ? {} : { assemblyFolder }),
    admit: calls.admit,
    onLog: (name, line) => lines.push(`${name}: ${line}`),
    onProblem: (text) => problems.push(text),
  });
  const leaks = new Map<string, string>();
  const leak = (place: string, text: string) => {
    const found = canaries.findIn(text);
    if (found !== undefined && !leaks.has(place))
      leaks.set(place, `${place} holds a secret (${found}): ${excerpt(text, found)}`);
  };
  let answers = 0;
  let failed = 0;
  try {
    const port = Number(new URL(cloud.url).port);
    const base = new URL(cloud.baseUrl).pathname;
    // Ids of callers that must be replaced before they come anywhere.
    const callers = [canaries.emailAddress(), canaries.phoneNumber(), 'misp-operator'];
    const tokens = await Promise.all(
      callers.map((user) =>
        cloud.token(user, { claims: { email: canaries.emailAddress(), phone: canaries.phoneNumber() } }),
      ),
    );
    const refused = await Promise.all([
      cloud.token(canaries.emailAddress(), { lifetimeSeconds: -60 }),
      cloud.token(canaries.emailAddress(), { audience: canaries.text() }),
      cloud.token(canaries.emailAddress(), { roles: [canaries.text()] }),
      Promise.resolve(`${canaries.text()}.${canaries.text()}.${canaries.text()}`),
    ]);
    for (const part of [...tokens, ...refused].flatMap((token) => token.split('.').slice(1))) canaries.learn(part);
    const send = async (request: SecretRequest, token: string) => {
      const target = `${base}${request.path}`;
      const headers = [['authorization', `Bearer ${token}`] as const, ...request.headers];
      const answer = await exchange(port, { ...request, target, headers }, PATIENCE_MS);
      answers += 1;
      failed += (answer?.status ?? 0) >= 500 ? 1 : 0;
      if (answer === undefined) throw new Error(`${request.operation} gave no answer`);
      return answer;
    };
    const subject = () => arrange(send, tokens[2]!, canaries);
    for (let round = 0; round < rounds; round += 1) {
      for (const disturbance of chosen) {
        if (disturbance.atMost !== undefined && round > 0) continue;
        const all = secretRequests(canaries, await subject());
        const requests = spread(
          all.filter((request) => operation === undefined || request.operation === operation),
          disturbance.atMost,
        );
        calls.refuse = disturbance.refuse ?? (() => undefined);
        for (const fault of disturbance.faults ?? []) cloud.faults.plan(fault);
        await inLanes(requests, disturbance.atMost ?? LANES, async (request, number) => {
          const token = number % 11 === 10 ? refused[number % refused.length]! : tokens[number % tokens.length]!;
          const { status, headers, body } = await send(request, token);
          const place = `An answer of ${request.operation}`;
          const kept = withoutAllowed(request.operation, body, request.key);
          leak(status === 200 ? place : `${place} with ${status}`, `${JSON.stringify(headers)} ${kept}`);
        });
        calls.refuse = () => undefined;
        cloud.faults.clear();
      }
      progress(`round ${round + 1}: ${answers} answers, ${leaks.size} places with secrets so far`);
    }
    await cloud.idle();
    const queued = cloud.services.queues.arns.flatMap((arn) => cloud.services.queues.list(arn));
    for (const line of lines) leak('The log', line);
    for (const problem of problems) leak('A problem of the local cloud', problem);
    for (const key of calls.keys) leak('A key attribute', key);
    for (const row of calls.rows) leak('A row of the outbox', row);
    for (const entry of calls.entries) leak('An entry for the bus', entry);
    for (const event of cloud.events()) leak('An event', JSON.stringify(event));
    for (const message of queued) leak('A message of a queue', JSON.stringify(message));
    return {
      figures: {
        answers,
        'with 5xx': failed,
        'secrets made up': canaries.made,
        'log and metric lines': lines.length,
        'outbox rows': calls.rows.length,
        'bus entries': calls.entries.length,
        events: cloud.events().length,
        'key attributes': calls.keys.length,
        'queue messages': queued.length,
      },
      violations: [...leaks.values()],
    };
  } finally {
    await stop();
  }
}

/** Two MISPs with a licence each, brought about without disturbance. */
async function arrange(
  send: (request: SecretRequest, token: string) => Promise<{ readonly body: string }>,
  token: string,
  canaries: Canaries,
): Promise<Subject> {
  const call = async (request: Omit<SecretRequest, 'headers' | 'body'>, fields: object) => {
    const body = Buffer.from(JSON.stringify({ request: fields }));
    const answer = await send({ ...request, headers: [['content-type', 'application/json']], body }, token);
    return JSON.parse(answer.body).response;
  };
  const approved = async (name: string) => {
    const profile = {
      contactNumber: canaries.phoneNumber(),
      emailId: canaries.emailAddress(),
      address: canaries.emailAddress(),
    };
    const { mispID } = await call(
      { operation: 'register-misp', method: 'POST', path: '/misps' },
      { organizationName: name, ...profile },
    );
    const { mispLicenseKey } = await call(
      { operation: 'process-misp-status', method: 'PATCH', path: `/misps/${mispID}/status` },
      { mispStatus: 'approved' },
    );
    canaries.learn(mispLicenseKey);
    return { mispId: String(mispID), key: String(mispLicenseKey) };
  };
  const name = newName('Secret');
  const [one, other] = [await approved(name), await approved(newName('Other'))];
  return { ...one, name, otherKey: other.key };
}

/** So many of the items, from all over the list; all of them without a number. */
function spread<Item>(items: readonly Item[], atMost = items.length): readonly Item[] {
  const step = Math.max(1, Math.floor(items.length / atMost));
  return items.filter((_, place) => place % step === 0).slice(0, atMost);
}

async function inLanes<Item>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item, number: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let number = next++; number < items.length; number = next++) await work(items[number]!, number);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

function excerpt(text: string, found: string): string {
  const at = text.toLowerCase().indexOf(found);
  return text.slice(Math.max(0, at - 80), at + 80);
}
