import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { allow, type Event, startTestedGateway, type TestedGateway, value } from './gateway-in-test.ts';

const DONE = { statusCode: 200, headers: { 'content-type': 'application/json' }, body: '{}' };

/** A gateway with functions that all return the result that a test sets. */
export interface GatewayOfThings {
  /** What functions return for the rest of the test; `never` if they do not return. */
  result: unknown;
  tested(): TestedGateway;
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** The event that a function got. */
  eventOf(name: string): Event;
}

/** Starts the gateway for the tests of a file, and stops it after them. */
export function gatewayOfThings(): GatewayOfThings {
  let gateway: TestedGateway;
  const things: GatewayOfThings = {
    result: DONE,
    tested: () => gateway,
    ask: (path, init) => fetch(`${gateway.origin}${path}`, init),
    eventOf: (name) => {
      const call = gateway.calls.find((candidate) => candidate.name === name);
      if (call === undefined) throw new Error(`${name} was not called`);
      return call.event;
    },
  };
  beforeAll(async () => {
    gateway = await startTestedGateway(
      {
        routes: {
          'GET /v1/things': 'list',
          'POST /v1/things': 'create',
          'GET /v1/things/{id}': 'get',
          'GET /v1/things/special': 'special',
          'PATCH /v1/things/{id}/parts/{part}': 'patch',
          'open GET /open': 'open',
        },
        timeoutMs: 300,
      },
      async (name) => {
        const { result } = things;
        if (name === 'gatekeeper') return allow;
        if (result === 'never') return new Promise(() => {});
        return typeof result === 'object' && result !== null && 'errorType' in result
          ? { ok: false, errorType: String(result.errorType), errorMessage: 'internal text' }
          : value(result);
      },
    );
  });
  afterEach(() => {
    gateway.calls.length = 0;
    things.result = DONE;
  });
  afterAll(() => gateway.stop());
  return things;
}
