import { createServer, type ServerResponse } from 'node:http';
import type { EventBridgeClient, PutEventsCommand, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import { describe, expect, test } from '@jest/globals';
import {
  connectedEventBridgeClient,
  createEventBridgeClient,
  EventBridgeBus,
} from '../../../functions/audit/eventbridge-bus.ts';
import { listenOnLoopback } from '../../support/listen-on-loopback.ts';
import { sdkEnvironment } from '../../support/sdk-environment.ts';

/** A client that answers this, and keeps the commands. */
function clientAnswering(entries: PutEventsCommandOutput['Entries']) {
  const sent: PutEventsCommand[] = [];
  const send = (command: PutEventsCommand) => {
    sent.push(command);
    return Promise.resolve({ Entries: entries, $metadata: {} });
  };
  return { client: { send } as unknown as EventBridgeClient, sent };
}

const event = (recordId: string) => ({
  detailType: 'Register MISP',
  detail: { recordId, name: '\u00e9' },
  time: '2026-03-01T10:20:30.456Z',
});

describe('the bus in EventBridge', () => {
  test('gets entries with bus, source, detail-type, detail and time', async () => {
    const { client, sent } = clientAnswering([{ EventId: '1' }]);
    await new EventBridgeBus(client, 'misp-audit').put([event('A-1')]);
    expect(sent.map(({ input }) => input)).toEqual([
      {
        Entries: [
          {
            EventBusName: 'misp-audit',
            Source: 'mosip.pms.misp',
            DetailType: 'Register MISP',
            Detail: '{"recordId":"A-1","name":"\u00e9"}',
            Time: new Date('2026-03-01T10:20:30.456Z'),
          },
        ],
      },
    ]);
  });

  test('answers every entry, and each answer is read', async () => {
    const { client } = clientAnswering([
      { EventId: '1' },
      { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' },
      { ErrorMessage: 'no code' },
    ]);
    const bus = new EventBridgeBus(client, 'misp-audit');
    expect(await bus.put([event('A-1'), event('A-2'), event('A-3'), event('A-4')])).toEqual([
      { accepted: true },
      { accepted: false, errorCode: 'ThrottlingException' },
      { accepted: false, errorCode: 'NoAnswer' },
      { accepted: false, errorCode: 'NoAnswer' },
    ]);
  });

  test('has accepted nothing if its answer has no entries', async () => {
    const { client } = clientAnswering(undefined);
    expect(await new EventBridgeBus(client, 'b').put([event('A-1')])).toEqual([
      { accepted: false, errorCode: 'NoAnswer' },
    ]);
  });

  test('passes on the error of a call', async () => {
    const client = { send: () => Promise.reject(new Error('down')) } as unknown as EventBridgeClient;
    await expect(new EventBridgeBus(client, 'b').put([event('A-1')])).rejects.toThrow('down');
  });

  const trickle = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    const timer = setInterval(() => response.write(' '), 100);
    response.on('close', () => clearInterval(timer));
  };

  test.each<[string, (response: ServerResponse) => void, string]>([
    ['is silent', () => undefined, 'TimeoutError'],
    ['never comes to an end', trickle, 'AbortError'],
  ])(
    'that %s is called once and given up within the time that publishing allows for a call',
    async (_, answer, name) => {
      let asked = 0;
      const server = createServer((_request, response) => {
        asked += 1;
        answer(response);
      });
      const { url, stop } = await listenOnLoopback(server);
      Object.assign(process.env, sdkEnvironment(url));
      const client = createEventBridgeClient();
      try {
        const startedAt = performance.now();
        await expect(new EventBridgeBus(client, 'b').put([event('A-1')])).rejects.toMatchObject({ name });
        expect(performance.now() - startedAt).toBeLessThan(8000);
        expect(asked).toBe(1);
      } finally {
        client.destroy();
        await stop();
      }
    },
    20_000,
  );
});

test('the client of a function has its connection open, over which its first call goes', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.socket.remotePort}`);
    request.resume().on('end', () => response.end('{"Entries":[{"EventId":"1"}]}'));
  });
  const { url, stop } = await listenOnLoopback(server);
  Object.assign(process.env, sdkEnvironment(url));
  const client = await connectedEventBridgeClient();
  try {
    expect(await new EventBridgeBus(client, 'b').put([event('A-1')])).toEqual([{ accepted: true }]);
    const [opened = '', called = ''] = asked;
    expect(opened).toMatch(/^GET \d+$/);
    expect(called).toBe(opened.replace('GET', 'POST'));
    expect(asked).toHaveLength(2);
  } finally {
    client.destroy();
    await stop();
  }
});
