import type { LocalCloud } from '../../local/local-cloud.ts';
import { routeOf } from '../../test/integration/route.ts';
import {
  activityRequest,
  downloadRequest,
  get,
  keyStatusRequest,
  registerRequest,
  statusRequest,
  updateRequest,
  validateRequest,
} from '../../test/scenarios/requests.ts';
import type { ServiceRequest } from '../../test/scenarios/service-driver.ts';
import type { Call } from '../model/reference/call.ts';

/** A request as its caller knows it: when the service read its clock only the records say. */
export type Request = Omit<Call, 'at'>;

/** What came of a request: its answer, or nothing but the id that the gateway gave it. */
export interface Outcome {
  readonly request: Request;
  readonly status: number;
  /** Of the answer's envelope; undefined where there is none. */
  readonly errorCode: string | undefined;
  readonly response: Readonly<Record<string, unknown>> | null;
}

interface KnownMisp {
  readonly id: string;
  readonly keys: string[];
}

/** Who calls, and what MISPs are called. */
export interface Naming {
  readonly newName: () => string;
  readonly user: () => string;
}

/** One that the model of the contract knows to be good. */
const EMAIL = 'info@celltel.com';

/** Callers that register MISPs and then do to them whatever comes to mind. What they know is what they were answered. */
export class Callers {
  readonly outcomes: Outcome[] = [];
  readonly #random: () => number;
  readonly #misps: KnownMisp[] = [];
  readonly #naming: Naming;

  constructor(random: () => number, naming: Naming = numbered()) {
    this.#random = random;
    this.#naming = naming;
  }

  /** Ids of the MISPs whose registration was answered. */
  get mispIds(): readonly string[] {
    return this.#misps.map(({ id }) => id);
  }

  /** One request at the running cloud. */
  async act(cloud: LocalCloud): Promise<void> {
    const misp = this.#misps[Math.floor(this.#random() * this.#misps.length)];
    if (misp === undefined || this.#random() < 0.12) {
      await this.register(cloud);
      return;
    }
    if (this.#random() < 0.08) {
      await this.#pick(this.#list, this.#search)(cloud);
      return;
    }
    const { id, keys } = misp;
    const key = keys[Math.floor(this.#random() * keys.length)] ?? 'unknown';
    // More is given than taken away: where nothing works, little can change.
    const activity = () => this.#pick('Active', 'Active', 'De-active');
    const approve = () => this.setApproval(cloud, id, this.#pick('approved', 'approved', 'rejected'));
    await this.#pick(
      approve,
      approve,
      () => this.#send(cloud, activityRequest(id, activity())),
      () => this.#send(cloud, keyStatusRequest(id, key, activity())),
      () => this.update(cloud, id),
      () => this.#send(cloud, validateRequest(id, key)),
      () => this.download(cloud, id),
      () => this.#send(cloud, get(`/misps/mispId/${id}`)),
    )();
  }

  /** @returns the id, when it was answered. */
  async register(cloud: LocalCloud, name = this.#naming.newName()): Promise<string | undefined> {
    const fields = { organizationName: name, contactNumber: '1', emailId: EMAIL, address: 'x' };
    const { response } = await this.#send(cloud, registerRequest(fields));
    if (typeof response?.mispID !== 'string') return undefined;
    this.#misps.push({ id: response.mispID, keys: [] });
    return response.mispID;
  }

  setApproval(cloud: LocalCloud, mispId: string, word: string): Promise<Outcome> {
    return this.#send(cloud, statusRequest(mispId, word));
  }

  update(cloud: LocalCloud, mispId: string): Promise<Outcome> {
    return this.#send(cloud, updateRequest(mispId, this.#naming.newName(), EMAIL));
  }

  download(cloud: LocalCloud, mispId: string): Promise<Outcome> {
    return this.#send(cloud, downloadRequest(mispId));
  }

  readonly #list = (cloud: LocalCloud): Promise<Outcome> => this.#send(cloud, get('/misps?limit=5'));

  readonly #search = (cloud: LocalCloud): Promise<Outcome> => {
    const prefix = `Outage ${1 + Math.floor(this.#random() * 9)}`;
    return this.#send(cloud, get(`/misps/name/${encodeURIComponent(prefix)}`));
  };

  #pick<T>(...choices: readonly T[]): T {
    return choices[Math.floor(this.#random() * choices.length)]!;
  }

  async #send(cloud: LocalCloud, { method, path, fields }: ServiceRequest): Promise<Outcome> {
    const user = this.#naming.user();
    const answer = await fetch(`${cloud.baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await cloud.token(user)}`,
        'content-type': 'application/json',
      },
      ...(fields === undefined ? {} : { body: JSON.stringify({ request: fields }) }),
    });
    const body = (await answer.json()) as {
      readonly errors?: readonly { readonly errorCode: string }[];
      readonly response?: Outcome['response'];
    };
    const [route = '', query] = path.split('?');
    const { name: operation, parameters } = routeOf(method, route);
    const outcome: Outcome = {
      request: {
        ...{ operation, ...parameters, query: Object.fromEntries(new URLSearchParams(query)) },
        ...(fields === undefined ? {} : { fields }),
        by: { userId: user, userName: user },
        requestId: answer.headers.get('apigw-requestid') ?? '',
      },
      status: answer.status,
      errorCode: body.errors?.[0]?.errorCode,
      response: body.response ?? null,
    };
    this.outcomes.push(outcome);
    const key = keyIn(outcome);
    const known = this.#misps.find(({ id }) => id === parameters.mispId)?.keys;
    if (key !== undefined && known?.includes(key) === false) known.push(key);
    return outcome;
  }
}

function numbered(): Naming {
  let names = 0;
  return {
    newName: () => {
      names += 1;
      return `Outage ${names}`;
    },
    user: () => 'misp-operator',
  };
}

/** The licence key that an approval or a download was answered with. */
export function keyIn({ request: { operation }, response }: Outcome): string | undefined {
  if (operation !== 'process-misp-status' && operation !== 'download-license-key') return undefined;
  const key = response?.mispLicenseKey ?? response?.licenseKey;
  return typeof key === 'string' ? key : undefined;
}
