import { MispCallError, type MispClient } from '../src/index.ts';

/** What is known of a licence: from a validation, or from an event `LICENSE_VERDICT_CHANGED`. */
export interface KnownVerdict {
  readonly version: number;
  readonly active: boolean;
  /** Milliseconds since 1970. */
  readonly validTo: number;
}

/** Whether a request that a MISP carries may pass. Throws where nobody can know yet: then it may not, and can be tried again. */
export async function mayPass(client: MispClient, mispId: string, mispLicenseKey: string): Promise<boolean> {
  const result = await client.validateLicenseKey(mispId, { mispLicenseKey }).catch((error: unknown) => {
    // What cannot stand in a path is the id of nobody.
    if (error instanceof RangeError) return undefined;
    throw error;
  });
  if (result === undefined) return false;
  if (result.ok) return result.value.reason === 'VALID';
  const { kind } = result.error;
  if (kind === 'unknown-license' || kind === 'license-of-another-misp' || kind === 'invalid-request') return false;
  throw new MispCallError(result.error);
}

/** Verdicts that are kept up to date by events, for those who may be as late as the bus. */
export class VerdictCache {
  readonly #known = new Map<string, KnownVerdict>();

  /** Takes an answer or an event, in whatever order they come: what is older than what is known changes nothing. */
  learn(mispId: string, licenseKeyHash: string, verdict: KnownVerdict): void {
    const license = `${mispId} ${licenseKeyHash}`;
    const known = this.#known.get(license);
    if (known === undefined || known.version <= verdict.version) this.#known.set(license, verdict);
  }

  /** Whether the licence works now; undefined where it has to be validated. */
  works(mispId: string, licenseKeyHash: string, now: number): boolean | undefined {
    const known = this.#known.get(`${mispId} ${licenseKeyHash}`);
    return known === undefined ? undefined : known.active && now < known.validTo;
  }
}

/** Times of answers are in UTC and do not say so. */
export const timeOf = (time: string): number => Date.parse(`${time}Z`);
