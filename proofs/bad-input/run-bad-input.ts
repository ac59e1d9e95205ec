import fc from 'fast-check';
import type { ListedContract } from '../../functions/operations.ts';
import { startOnLocalCloud } from '../../test/e2e/local-cloud-driver.ts';
import { scanAll } from '../../test/support/engine-tables.ts';
import { fewProcesses } from '../few-processes.ts';
import type { ProofResult, ProofRun } from '../proof.ts';
import { checkOutbox, OutboxLog } from './check-outbox.ts';
import { checkCallers, checkMisps, checkRecord, type StoredItem } from './check-tables.ts';
import { GatewayMemory } from './gateway-memory.ts';
import { type HostileRequest, hostileRequest } from './hostile-requests.ts';
import { judgeAnswer } from './judge-answer.ts';
import { Known } from './known.ts';
import { Memory } from './memory.ts';
import { presentedTokens } from './presented-tokens.ts';
import { ProcessorTime } from './processor-time.ts';
import { exchange, type RawAnswer } from './raw-exchange.ts';

export interface BadInputOptions {
  readonly requests: number;
  readonly operations: readonly ListedContract[];
  /** The time limit of an answer. */
  readonly timeoutMs: number;
  /** Concurrent requests. */
  readonly lanes: number;
  /** Stops the run at a violation that matches. */
  readonly enough?: RegExp;
  /** Where the bundles are; by default those built from the sources. */
  readonly assemblyFolder?: string;
}

/** dynoxide gets slower with every stream record, so each local cloud serves only this many requests. */
const REQUESTS_A_CLOUD = 20_000;
/** Requests drawn at the same time: ids and keys from later answers come into use after this many. */
const DRAWN_AT_ONCE = 100;
const MEMORY_READINGS = 40;
/** Refused only for its e-mail address, which is audited. */
const notAnAddress = { organizationName: 'None', address: 'None', contactNumber: '9876543210', emailId: 'none' };

interface Tally {
  readonly statuses: Map<string, number>;
  readonly violations: string[];
  readonly seen: Set<string>;
  /** The ways of presenting a token that were used. */
  readonly presented: Set<number>;
  ways: number;
  records: number;
  items: number;
  slowestMs: number;
  largest: { own: number; ofFunctions: number };
  keptOfEach: number;
  processorTime: string;
}

/** Sends hostile requests to the stack on the local cloud, and checks every answer, the tables and the memory. */
export async function runBadInput(
  options: BadInputOptions,
  { seed, progress }: Pick<ProofRun, 'seed' | 'progress'>,
): Promise<ProofResult> {
  const tally: Tally = {
    statuses: new Map(),
    violations: [],
    seen: new Set(),
    presented: new Set(),
    ways: 0,
    records: 0,
    items: 0,
    slowestMs: 0,
    largest: { own: 0, ofFunctions: 0 },
    keptOfEach: 0,
    processorTime: 'not judged',
  };
  for (let sent = 0; sent < options.requests; sent += REQUESTS_A_CLOUD) {
    const requests = Math.min(REQUESTS_A_CLOUD, options.requests - sent);
    await onOneCloud({ ...options, requests }, seed + sent, tally, progress);
    progress(`${sent + requests} requests, ${tally.violations.length} violations so far`);
  }
  const statuses = [...tally.statuses].sort(([one], [other]) => one.localeCompare(other));
  return {
    figures: {
      requests: options.requests,
      answers: statuses.map(([status, count]) => `${status}: ${count}`).join(' · '),
      'slowest answer': `${tally.slowestMs.toFixed(0)} ms`,
      'processor time of refusals': tally.processorTime,
      'items looked at': tally.items,
      'audit records looked at': tally.records,
      'ways of presenting a token': `${tally.presented.size} of ${tally.ways}`,
      'most memory': `gateway ${tally.largest.own.toFixed(0)} MB, a function ${tally.largest.ofFunctions.toFixed(0)} MB`,
      'kept of each request': `by the gateway at most ${tally.keptOfEach.toFixed(1)} KB`,
    },
    violations: tally.violations,
  };
}

async function onOneCloud(
  { requests, operations, timeoutMs, lanes, enough, assemblyFolder }: BadInputOptions,
  seed: number,
  tally: Tally,
  progress: (text: string) => void,
): Promise<void> {
  const outboxLog = new OutboxLog();
  const processorTime = new ProcessorTime();
  const { cloud, client, raw, send, stop } = await startOnLocalCloud({
    ...fewProcesses,
    ...(assemblyFolder === undefined ? {} : { assemblyFolder }),
    onLog: outboxLog.onLog,
    onAnswer: processorTime.onAnswer,
  });
  try {
    const tables = cloud.template.ofType('AWS::DynamoDB::Table').map(({ name }) => name);
    const port = Number(new URL(cloud.url).port);
    const known = new Known();
    const tokens = await presentedTokens(cloud.issuer);
    const users = new Map<string, string>();
    tally.ways = tokens.length;
    const drawn = hostileRequest(operations, {
      basePath: new URL(cloud.baseUrl).pathname,
      goodToken: `Bearer ${await cloud.token()}`,
      tokens,
      known,
    });
    const memory = new Memory();
    const gatewayMemory = new GatewayMemory();
    const firstReadingAt = Math.ceil(requests / 4);
    const queue: HostileRequest[] = [];
    let sent = 0;
    const isEnough = () => tally.violations.some((violation) => enough?.test(violation));
    const next = (): { request: HostileRequest; number: number } | undefined => {
      if (sent >= requests || isEnough()) return undefined;
      if (queue.length === 0) queue.push(...fc.sample(drawn, { numRuns: DRAWN_AT_ONCE, seed: seed + sent }).reverse());
      const number = sent;
      sent += 1;
      if (number % Math.ceil(requests / MEMORY_READINGS) === 0) memory.read();
      if (number === firstReadingAt) gatewayMemory.read(number);
      if (number > 0 && number % 4000 === 0) progress(`${number} requests`);
      return { request: queue.pop()!, number };
    };
    const lane = async () => {
      for (let one = next(); one !== undefined; one = next()) {
        const { request, number } = one;
        const answer = await exchange(port, request, timeoutMs);
        const { presented } = request;
        const way = tokens.indexOf(presented);
        if (way >= 0) tally.presented.add(way);
        if (presented.userId !== undefined) users.set(answer?.headers['apigw-requestid'] ?? '', presented.userId);
        const wrong =
          answer === undefined ? `had no answer within ${timeoutMs / 1000} s` : judgeAnswer(request, answer, tables);
        if (answer !== undefined) take(answer, tally, known);
        else count(tally, 'none');
        if (wrong !== undefined) report(tally, request, `request ${number} of seed ${seed} ${wrong}`, progress);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    if (isEnough()) return;
    await cloud.idle();
    memory.read();
    gatewayMemory.read(sent);
    tally.keptOfEach = Math.max(tally.keptOfEach, gatewayMemory.keptOfEach);
    const left = await checkOutbox(cloud, outboxLog);
    const items: readonly StoredItem[] = await scanAll(client, tables.find((name) => name.includes('misps'))!);
    const records = cloud.events().map(({ detail }) => detail as StoredItem);
    tally.items += items.length;
    tally.records += records.length;
    tally.largest = {
      own: Math.max(tally.largest.own, memory.largest.own),
      ofFunctions: Math.max(tally.largest.ofFunctions, memory.largest.ofFunctions),
    };
    const foreign = await cloud.token('stranger', { audience: 'another-service' });
    const times = await processorTime.judge(cloud, {
      token: () => raw('GET', '/misps/mispId/0', { headers: { authorization: `Bearer ${foreign}` } }),
      input: () => send({ method: 'POST', path: '/misps', fields: {} }),
      store: () => send({ method: 'POST', path: '/misps', fields: notAnAddress }),
    });
    tally.processorTime = times.figure;
    const found = [
      ...times.violations,
      ...checkMisps(items),
      ...records.flatMap(checkRecord),
      ...checkCallers(records, users),
      ...left,
      ...(await memory.growing()),
      ...gatewayMemory.violations,
    ];
    tally.violations.push(...found.map((text) => `${text} (seed ${seed})`));
  } finally {
    await stop();
  }
}

function take({ status, body, ms }: RawAnswer, tally: Tally, known: Known): void {
  const code = /"(?:errorCode|code)":"(PMS_[A-Z]+)/.exec(body)?.[1];
  count(tally, code === undefined ? String(status) : `${status} ${code}`);
  tally.slowestMs = Math.max(tally.slowestMs, ms);
  if (status !== 200 || code !== undefined) return;
  try {
    known.learn(JSON.parse(body).response);
  } catch {
    // judgeAnswer reports it.
  }
}

const count = (tally: Tally, status: string) => tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);

/** Reports each kind of fault once a route, so that one kind does not hide the others. */
function report(tally: Tally, request: HostileRequest, what: string, progress: (text: string) => void): void {
  const kind = `${request.intended?.name} ${what.replace(/^request \d+/, '')}`;
  if (tally.seen.has(kind)) return;
  progress(what);
  tally.seen.add(kind);
  const { headers: tokens, caller } = request.presented;
  const headers = request.headers.filter((header) => !tokens.includes(header)).map((header) => header.join(': '));
  const body = request.body === undefined ? 'no body' : shortened(request.body.toString('latin1'));
  tally.violations.push(
    `${what}: ${request.method} ${shortened(request.target)}, presenting ${caller}, ${shortened(headers.join(', '))}, ${body}`,
  );
}

const SHOWN = 300;

/** Beginning and end of a text: either may be the hostile part. */
function shortened(text: string): string {
  return JSON.stringify(text.length <= 2 * SHOWN ? text : `${text.slice(0, SHOWN)} … ${text.slice(-SHOWN)}`);
}
