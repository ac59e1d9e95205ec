import { setTimeout as pause } from 'node:timers/promises';
import { isLoopbackHost } from '../../loopback.ts';
import type { Engine } from './engine.ts';
import { callEngine } from './engine-request.ts';

const probeMilliseconds = 500;
/** A single miss may be a connection that was just being closed. */
const maximumMisses = 2;

/**
 * Uses an engine that the user runs. Watches it, and does not stop it.
 * @param endpoint the value of DYNAMODB_ENDPOINT.
 * @throws Error if it is on another machine or does not answer.
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
    lost: untilUnreachable(endpoint, watch.signal),
    stop: async () => watch.abort(),
  };
}

function ask(endpoint: string): Promise<unknown> {
  return callEngine(endpoint, 'DynamoDB_20120810.ListTables', {});
}

/** Polls, because there is no process to watch. Never resolves after `watch` is aborted. */
async function untilUnreachable(endpoint: string, watch: AbortSignal): Promise<string> {
  for (let misses = 0; misses < maximumMisses; ) {
    await pause(probeMilliseconds, undefined, { ref: false });
    if (watch.aborted) return new Promise(() => undefined);
    misses = await ask(endpoint).then(
      () => 0,
      () => misses + 1,
    );
  }
  return watch.aborted ? new Promise(() => undefined) : `The DynamoDB engine at ${endpoint} no longer answers`;
}

/**
 * Data goes to the engine unencrypted and without a checked signature, and a start creates tables there. So an address
 * of another machine, or of AWS, can only be a mistake.
 */
function refuseOtherMachines(endpoint: string): void {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol === 'http:' && isLoopbackHost(url.host)) return;
  throw new Error(
    `DYNAMODB_ENDPOINT ${url?.host ?? endpoint} is not on this machine: the local cloud talks to an engine on loopback only. ` +
      'Write http://127.0.0.1:<port>. For a container, publish its port on 127.0.0.1.',
  );
}
