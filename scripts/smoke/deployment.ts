import type { MispClient } from '../../client/src/index.ts';
import type { TokenSource } from '../../functions/lambdas/authorize-caller/find-token.ts';
import type { AuditSource } from './audit-source.ts';
import type { ServiceClient } from './service-client.ts';
import type { LivedMisp } from './whole-life.ts';

/** The deployment under test, and what of it the caller has named. */
export interface Deployment {
  /** The typed client, for what a caller asks. */
  readonly misps: MispClient;
  /** For requests that no client makes, and for answers as they stand. */
  readonly client: ServiceClient;
  readonly tokenSource: TokenSource;
  /** A token whose roles give no right. */
  readonly tokenWithoutRole: string | undefined;
  /** Names of AWS resources; reading them takes the SDK's usual credentials and region. */
  readonly table: string | undefined;
  readonly archive: string | undefined;
  readonly logGroup: string | undefined;
  readonly audit: AuditSource | undefined;
  /** Whether every step of the whole life, and every trail of it, came out as it should. */
  readonly isLifeWhole: boolean;
  readonly isTrailWhole: boolean;
  /** The MISP that the whole life left behind. */
  readonly misp: LivedMisp;
}
