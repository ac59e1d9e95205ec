import { setTimeout as pause } from 'node:timers/promises';
import { isLoopbackHost } from '../../loopback.ts';
import type { Engine } from './engine.ts';
import { callEngine } from './engine-request.ts';

const probeMilliseconds = 500;
/** One question without an answer may be a connection that was just being closed. */
const missesInARow = 2;

/**
 * An engine that the user runs: used as it is, watched, and left alone at the end.
 * @param endpoint the value of DYNAMODB_ENDPOINT.
 * @throws Error when it is on another machine or does not answer.
 */
export async function externalEngine(endpoint: string): Promise<Engine> {
  refuseOtherMachines(endpoint);
  await ask(endpoint).catch((error: unknown) => {
    throw new Error(`DYNAMODB_ENDPOINT ${endpoint} does not answer`, { cause: error });
  });
  const watch = new AbortController();
  return {
    kind: 'external',
    endpoint,
    lost: untilItIsSilent(endpoint, watch.signal),
    stop: async () => watch.abort(),
  };
}

function ask(endpoint: string): Promise<unknown> {
  return callEngine(endpoint, 'DynamoDB_20120810.ListTables', {});
}

/** There is no process of ours to be told by. Never resolves once the watch is over. */
async function untilItIsSilent(endpoint: string, watch: AbortSignal): Promise<string> {
  for (let misses = 0; misses < missesInARow; ) {
    await pause(probeMilliseconds, undefined, { ref: false });
    if (watch.aborted) return new Promise(() => undefined);
    misses = await ask(endpoint).then(
      () => 0,
      () => misses + 1,
    );
  }
  return watch.aborted ? new Promise(() => undefined) : `The DynamoDB engine at ${endpoint} does not answer any more`;
}

/**
 * What is stored here goes to the engine unencrypted and without a signature that anybody checks; and a start makes tables
 * there. An address of another machine, or of AWS, can only be a mistake.
 */
function refuseOtherMachines(endpoint: string): void {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol === 'http:' && isLoopbackHost(url.host)) return;
  throw new Error(
    `DYNAMODB_ENDPOINT ${url?.host ?? endpoint} is not on this machine: the local cloud talks to an engine on loopback only. ` +
      'Name it as http://127.0.0.1:<port>; one in a container has a port of this machine published on 127.0.0.1.',
  );
}
