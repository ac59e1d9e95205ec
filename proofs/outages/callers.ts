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

/** A request as its caller knows it. Only the records say when the service read its clock. */
export type Request = Omit<Call, 'at'>;

/** The outcome of a request: its answer, or only the id from the gateway. */
export interface Outcome {
  readonly request: Request;
  readonly status: number;
  /** From the answer's envelope; undefined without one. */
  readonly errorCode: string | undefined;
  readonly response: Readonly<Record<string, unknown>> | null;
}

interface KnownMisp {
  readonly id: string;
  readonly keys: string[];
}

/** The caller's name, and names for MISPs. */
export interface Naming {
  /** Begins each name; a digit follows. Searches look for it. */
  readonly prefix: string;
  readonly newName: () => string;
  readonly user: () => string;
}

/** The model accepts this one. */
const EMAIL = 'info@celltel.com';

/** Callers that register MISPs and then make random requests. They know only what they were answered. */
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

  /** Makes one request to the running cloud. */
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
    // Activates more than it de-activates: where nothing works, little can change.
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

  /** @returns the id, if there was an answer. */
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
    const prefix = `${this.#naming.prefix}${1 + Math.floor(this.#random() * 9)}`;
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
  const prefix = 'Outage ';
  let names = 0;
  return {
    prefix,
    newName: () => {
      names += 1;
      return `${prefix}${names}`;
    },
    user: () => 'misp-operator',
  };
}

/** The licence key in the answer to an approval or a download. */
export function keyIn({ request: { operation }, response }: Outcome): string | undefined {
  if (operation !== 'process-misp-status' && operation !== 'download-license-key') return undefined;
  const key = response?.mispLicenseKey ?? response?.licenseKey;
  return typeof key === 'string' ? key : undefined;
}
