import type { LocalCloud } from '../../local/local-cloud.ts';
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

/** What a request asks for, as far as it decides what becomes of a MISP. */
export interface Asked {
  readonly operation: string;
  readonly mispId?: string;
  /** The status word. */
  readonly word?: string;
  readonly key?: string;
  readonly name?: string;
}

/** What came of a request: its answer, or nothing but the id that the gateway gave it. */
export interface Outcome {
  readonly asked: Asked;
  readonly requestId: string;
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
  /** Without it always the same user. */
  readonly user?: () => string;
}

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
      () => this.#setActivity(cloud, id, activity()),
      () => this.#setKeyStatus(cloud, id, key, activity()),
      () => this.update(cloud, id),
      () => this.#validate(cloud, id, key),
      () => this.download(cloud, id),
      () => this.#get(cloud, id),
    )();
  }

  /** @returns the id, when it was answered. */
  async register(cloud: LocalCloud, name = this.#naming.newName()): Promise<string | undefined> {
    const fields = { organizationName: name, contactNumber: '1', emailId: 'a@b.org', address: 'x' };
    const { response } = await this.#send(cloud, { operation: 'register-misp', name }, registerRequest(fields));
    if (typeof response?.mispID !== 'string') return undefined;
    this.#misps.push({ id: response.mispID, keys: [] });
    return response.mispID;
  }

  setApproval(cloud: LocalCloud, mispId: string, word: string): Promise<Outcome> {
    const asked = { operation: 'process-misp-status', mispId, word };
    return this.#send(cloud, asked, statusRequest(mispId, word));
  }

  update(cloud: LocalCloud, mispId: string): Promise<Outcome> {
    const name = this.#naming.newName();
    return this.#send(cloud, { operation: 'update-misp', mispId, name }, updateRequest(mispId, name));
  }

  download(cloud: LocalCloud, mispId: string): Promise<Outcome> {
    return this.#send(cloud, { operation: 'download-license-key', mispId }, downloadRequest(mispId));
  }

  #setActivity(cloud: LocalCloud, mispId: string, word: string): Promise<Outcome> {
    const asked = { operation: 'update-misp-status', mispId, word };
    return this.#send(cloud, asked, activityRequest(mispId, word));
  }

  #setKeyStatus(cloud: LocalCloud, mispId: string, key: string, word: string): Promise<Outcome> {
    const asked = { operation: 'update-license-key-status', mispId, key, word };
    return this.#send(cloud, asked, keyStatusRequest(mispId, key, word));
  }

  #validate(cloud: LocalCloud, mispId: string, key: string): Promise<Outcome> {
    const asked = { operation: 'validate-license-key', mispId, key };
    return this.#send(cloud, asked, validateRequest(mispId, key));
  }

  #get(cloud: LocalCloud, mispId: string): Promise<Outcome> {
    return this.#send(cloud, { operation: 'get-misp', mispId }, get(`/misps/mispId/${mispId}`));
  }

  readonly #list = (cloud: LocalCloud): Promise<Outcome> =>
    this.#send(cloud, { operation: 'list-misps' }, get('/misps?limit=5'));

  readonly #search = (cloud: LocalCloud): Promise<Outcome> => {
    const prefix = `Outage ${1 + Math.floor(this.#random() * 9)}`;
    return this.#send(cloud, { operation: 'find-misps-by-name' }, get(`/misps/name/${encodeURIComponent(prefix)}`));
  };

  #pick<T>(...choices: readonly T[]): T {
    return choices[Math.floor(this.#random() * choices.length)]!;
  }

  async #send(cloud: LocalCloud, asked: Asked, { method, path, fields }: ServiceRequest): Promise<Outcome> {
    const answer = await fetch(`${cloud.baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await cloud.token(this.#naming.user?.())}`,
        'content-type': 'application/json',
      },
      ...(fields === undefined ? {} : { body: JSON.stringify({ request: fields }) }),
    });
    const body = (await answer.json()) as {
      readonly errors?: readonly { readonly errorCode: string }[];
      readonly response?: Outcome['response'];
    };
    const outcome: Outcome = {
      asked,
      requestId: answer.headers.get('apigw-requestid') ?? '',
      status: answer.status,
      errorCode: body.errors?.[0]?.errorCode,
      response: body.response ?? null,
    };
    this.outcomes.push(outcome);
    const key = keyIn(outcome);
    const known = this.#misps.find(({ id }) => id === asked.mispId)?.keys;
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
  };
}

/** The licence key that an approval or a download was answered with. */
export function keyIn({ asked, response }: Outcome): string | undefined {
  if (asked.operation !== 'process-misp-status' && asked.operation !== 'download-license-key') return undefined;
  const key = response?.mispLicenseKey ?? response?.licenseKey;
  return typeof key === 'string' ? key : undefined;
}
