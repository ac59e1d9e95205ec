import type { LocalCloud } from '../../../local/local-cloud.ts';

/** What came of a request: its answer, or nothing but the id that the gateway gave it. */
export interface Outcome {
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

/** Callers that register MISPs and then do to them whatever comes to mind. What they know is what they were answered. */
export class Callers {
  readonly outcomes: Outcome[] = [];
  readonly #random: () => number;
  readonly #misps: KnownMisp[] = [];
  #names = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** One request at the running cloud. */
  async act(cloud: LocalCloud): Promise<void> {
    const misp = this.#misps[Math.floor(this.#random() * this.#misps.length)];
    if (misp === undefined || this.#random() < 0.12) {
      const fields = { organizationName: this.#newName(), contactNumber: '1', emailId: 'a@b.org', address: 'x' };
      const { response } = await this.#send(cloud, 'POST', '/misps', fields);
      if (typeof response?.mispID === 'string') this.#misps.push({ id: response.mispID, keys: [] });
      return;
    }
    const { id, keys } = misp;
    const key = keys[Math.floor(this.#random() * keys.length)] ?? 'unknown';
    const pick = <T>(...choices: readonly T[]): T => choices[Math.floor(this.#random() * choices.length)]!;
    const requests = [
      () => this.#send(cloud, 'PATCH', `/misps/${id}/status`, { mispStatus: pick('approved', 'rejected') }),
      () => this.#send(cloud, 'PATCH', `/misps/${id}`, { mispStatus: pick('Active', 'De-active') }),
      () =>
        this.#send(cloud, 'PUT', `/misps/${id}/licenseKey`, {
          mispLicenseKey: key,
          mispLicenseKeyStatus: pick('Active', 'De-active'),
        }),
      () => {
        const profile = { contactNumber: '2', emailId: 'c@d.org', address: 'y' };
        return this.#send(cloud, 'PUT', `/misps/${id}`, { name: this.#newName(), ...profile });
      },
      () => this.#send(cloud, 'PATCH', `/misps/${id}/licenseKey`, { mispLicenseKey: key }),
      () => this.#send(cloud, 'GET', `/misps/${id}/licenseKey`),
      () => this.#send(cloud, 'GET', `/misps/mispId/${id}`),
    ];
    const { response } = await pick(...requests)();
    if (typeof response?.mispLicenseKey === 'string') keys.push(response.mispLicenseKey);
  }

  #newName(): string {
    this.#names += 1;
    return `Outage ${this.#names}`;
  }

  async #send(
    cloud: LocalCloud,
    method: string,
    path: string,
    fields?: Readonly<Record<string, unknown>>,
  ): Promise<Outcome> {
    const answer = await fetch(`${cloud.baseUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${await cloud.token()}`, 'content-type': 'application/json' },
      ...(fields === undefined ? {} : { body: JSON.stringify({ request: fields }) }),
    });
    const body = (await answer.json()) as {
      readonly errors?: readonly { readonly errorCode: string }[];
      readonly response?: Outcome['response'];
    };
    const outcome: Outcome = {
      requestId: answer.headers.get('apigw-requestid') ?? '',
      status: answer.status,
      errorCode: body.errors?.[0]?.errorCode,
      response: body.response ?? null,
    };
    this.outcomes.push(outcome);
    return outcome;
  }
}
