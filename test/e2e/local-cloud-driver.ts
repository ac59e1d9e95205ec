import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type ClientOptions, type Fetch, type MispClient, mispClient } from '../../client/src/index.ts';
import type { Right } from '../../functions/domain/rights.ts';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../local/local-cloud.ts';
import { importInto } from '../scenarios/imported-items.ts';
import type { ServiceAnswer, ServiceDriver, ServiceRequest } from '../scenarios/service-driver.ts';
import { AnswersAsDocumented, type OpenapiDocument, publishedDocument } from '../support/answers-as-documented.ts';
import { engineClient } from '../support/engine-tables.ts';
import {
  type AsyncapiDocument,
  EventsAsDocumented,
  publishedEvents,
  type SeenEvent,
} from '../support/events-as-documented.ts';

/** A role of stage `dev` (bin/stages.ts) that gives the right; all but the first also give `read`. */
const ROLES: Readonly<Record<Right, string>> = {
  validate: 'MISP_VALIDATOR',
  read: 'MISP_VIEWER',
  register: 'MISP_REGISTRAR',
  approve: 'MISP_APPROVER',
  operate: 'MISP_OPERATOR',
  keys: 'MISP_KEY_ADMIN',
};

/** The synthesized stack on the local cloud, called over HTTP. */
export interface LocalCloudDriver extends ServiceDriver {
  readonly cloud: LocalCloud;
  readonly client: DynamoDBDocumentClient;
  /** A request with its own headers and body. */
  raw(
    method: string,
    path: string,
    init?: { headers?: Record<string, string>; body?: string | Buffer },
  ): Promise<ServiceAnswer>;
  /** The typed client, with every right by default. */
  misps(options?: Partial<ClientOptions>): MispClient;
  /** The client's fetch: its answers are checked against the document, too. */
  readonly fetch: Fetch;
  stop(): Promise<void>;
}

export interface DriverOptions extends LocalCloudOptions {
  /**
   * The document for checking answers; the published one by default. `null` checks nothing, for measurements of time.
   */
  readonly document?: OpenapiDocument | null;
  /**
   * The document for checking events; the published one by default. `null` for tests that put their own events on the
   * bus.
   */
  readonly events?: AsyncapiDocument | null;
}

export async function startOnLocalCloud({
  document = publishedDocument(),
  events: eventDocument = document === null ? null : publishedEvents(),
  ...options
}: DriverOptions = {}): Promise<LocalCloudDriver> {
  const documented = document === null ? undefined : new AnswersAsDocumented(document);
  const documentedEvents = eventDocument === null ? undefined : new EventsAsDocumented(eventDocument);
  // The final check covers every event.
  const cloud = await startLocalCloud({ throttling: false, eventsKept: Number.POSITIVE_INFINITY, ...options });
  const arrived = (): readonly SeenEvent[] =>
    cloud.events().map(({ source, 'detail-type': detailType, detail }) => ({ source, detailType, detail }));
  const client = engineClient(cloud.services.engine.endpoint);
  const misps = cloud.template.ofType('AWS::DynamoDB::Table').find(({ name }) => name.includes('misps'))!.name;

  const exchanged = async (method: string, path: string, init: RequestInit) => {
    const answer = await fetch(`${cloud.baseUrl}${path}`, { ...init, method });
    const text = await answer.text();
    const received: ServiceAnswer = {
      status: answer.status,
      requestId: answer.headers.get('apigw-requestid') ?? '',
      headers: Object.fromEntries(answer.headers),
      body: text === '' ? undefined : JSON.parse(text),
    };
    documented?.check(method, path, received);
    return { received, text };
  };
  const raw: LocalCloudDriver['raw'] = async (method, path, init = {}) =>
    (await exchanged(method, path, init)).received;
  const fetchAsDocumented: Fetch = async (url, init) => {
    const path = url.slice(cloud.baseUrl.length);
    const { received, text } = await exchanged(init.method ?? 'GET', path, init);
    return new Response(text, { status: received.status, headers: received.headers });
  };
  /** After a jump of the clock there are new ones, because the earlier ones may have ended. */
  const tokens = new Map<string, Promise<string>>();
  const tokenFor = (rights?: readonly Right[]): Promise<string> => {
    const roles = rights?.map((right) => ROLES[right]);
    const key = `${cloud.clock.offset} ${roles}`;
    const kept = tokens.get(key) ?? (roles === undefined ? cloud.token() : cloud.token('somebody', { roles }));
    tokens.set(key, kept);
    return kept;
  };
  const send = async ({ method, path, fields, headers, rights }: ServiceRequest) =>
    raw(method, path, {
      headers: { authorization: `Bearer ${await tokenFor(rights)}`, 'content-type': 'application/json', ...headers },
      ...(fields === undefined ? {} : { body: JSON.stringify({ id: 'mosip.misp', version: '1.0', request: fields }) }),
    });
  return {
    cloud,
    client,
    raw,
    send,
    fetch: fetchAsDocumented,
    misps: (options) =>
      mispClient({ baseUrl: cloud.baseUrl, token: () => tokenFor(), fetch: fetchAsDocumented, ...options }),
    eventsOf: async (requestId) => {
      await cloud.idle();
      const recordId = (detail: Record<string, unknown>) => String(detail.recordId);
      const events = arrived();
      // Domain events do not name the request, but their record ids begin with the same row.
      const rows = new Set(
        events
          .filter(({ detail }) => detail.requestId === requestId)
          .map(({ detail }) => recordId(detail).split('-')[0]),
      );
      const own = events.filter(({ detail }) => rows.has(recordId(detail).split('-')[0]));
      documentedEvents?.check(own);
      const place = (detail: Record<string, unknown>) => Number(recordId(detail).split('-')[1]);
      return own.toSorted((a, b) => place(a.detail) - place(b.detail));
    },
    importMisp: (misp) => importInto(misps, client, misp),
    stop: async () => {
      const events = documentedEvents === undefined ? [] : arrived();
      client.destroy();
      await cloud.stop();
      // Includes those of requests whose events no test has read.
      documentedEvents?.check(events);
    },
  };
}
