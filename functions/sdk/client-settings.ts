import { SignatureV4 } from '@smithy/signature-v4';
import type { FreshAgent } from './fresh-agent.ts';
import { Sha256 } from './sha256.ts';

/** The part of a client's configuration that its signer needs. */
type SigningConfig = Pick<ConstructorParameters<typeof SignatureV4>[0], 'credentials' | 'region'>;

/**
 * Settings of a function's client: bounds for connecting and answering, the mode of retries, and a signer that is made once; the SDK makes
 * one for each call.
 * @param service its name in signatures.
 * @param requestTimeout how long one try may wait for its answer, and within the answer for its rest, in milliseconds.
 * @param configOf the configuration of the client that gets these settings; asked for at its first call.
 */
export function clientSettings(
  service: string,
  requestTimeout: number,
  httpsAgent: FreshAgent,
  configOf: () => SigningConfig,
) {
  let signer: SignatureV4 | undefined;
  return {
    requestHandler: {
      connectionTimeout: 1000,
      requestTimeout,
      // The request's timeout ends with the headers of its answer. Without this one a body that stalls would never end.
      socketTimeout: requestTimeout,
      throwOnRequestTimeout: true,
      httpsAgent,
    },
    // Whatever AWS_RETRY_MODE says: the bundles have no other mode (lib/functions/lighter-modules.ts).
    retryMode: 'standard',
    sha256: Sha256,
    signer: async () => {
      signer ??= signerFor(service, configOf());
      return signer;
    },
  };
}

function signerFor(service: string, { credentials, region }: SigningConfig): SignatureV4 {
  return new SignatureV4({ service, credentials, region, sha256: Sha256 });
}
