import { MispCallError, type MispClient, UnsendableError } from '../src/index.ts';

/** The verdict about a licence, from a validation or from a `LICENSE_VERDICT_CHANGED` event. */
export interface KnownVerdict {
  readonly version: number;
  readonly active: boolean;
  /** Milliseconds since 1970. */
  readonly validTo: number;
}

/**
 * Whether a request through a MISP may pass.
 * @throws Error if that is unknown for now, such as MispCallError: refuse the request, and let the caller retry.
 */
export async function mayPass(client: MispClient, mispId: string, mispLicenseKey: string): Promise<boolean> {
  const result = await client.validateLicenseKey(mispId, { mispLicenseKey }).catch((error: unknown) => {
    // No MISP has an id that cannot be part of a path.
    if (error instanceof UnsendableError) return undefined;
    throw error;
  });
  if (result === undefined) return false;
  if (result.ok) return result.value.reason === 'VALID';
  const { kind } = result.error;
  if (kind === 'unknown-license' || kind === 'license-of-another-misp' || kind === 'invalid-request') return false;
  throw new MispCallError(result.error);
}

/** Caches verdicts and updates them from events, for callers that accept the delay of the bus. */
export class VerdictCache {
  readonly #known = new Map<string, KnownVerdict>();

  /** Takes an answer or an event, in any order. An older one changes nothing. */
  learn(mispId: string, licenseKeyHash: string, verdict: KnownVerdict): void {
    const license = `${mispId} ${licenseKeyHash}`;
    const known = this.#known.get(license);
    if (known === undefined || known.version <= verdict.version) this.#known.set(license, verdict);
  }

  /** Whether the licence works now; undefined if it must be validated. */
  works(mispId: string, licenseKeyHash: string, now: number): boolean | undefined {
    const known = this.#known.get(`${mispId} ${licenseKeyHash}`);
    return known === undefined ? undefined : known.active && now < known.validTo;
  }
}

/** Times in answers are UTC but have no zone. */
export const timeOf = (time: string): number => Date.parse(`${time}Z`);
