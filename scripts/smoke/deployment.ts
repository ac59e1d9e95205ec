import type { MispClient } from '../../client/src/index.ts';
import type { TokenSource } from '../../functions/lambdas/authorize-caller/find-token.ts';
import type { AuditSource } from './audit-source.ts';
import type { LivedMisp } from './lifecycle.ts';
import type { ServiceClient } from './service-client.ts';

/** The deployment under test, and the options of the smoke test. */
export interface Deployment {
  /** The typed client, for ordinary requests. */
  readonly misps: MispClient;
  /** For unusual requests and raw answers. */
  readonly client: ServiceClient;
  readonly tokenSource: TokenSource;
  /** A token without any right. */
  readonly tokenWithoutRole: string | undefined;
  /** Names of AWS resources. Reading them needs the SDK's usual credentials and region. */
  readonly table: string | undefined;
  readonly archive: string | undefined;
  readonly logGroup: string | undefined;
  readonly audit: AuditSource | undefined;
  /** Whether every step of the lifecycle passed. */
  readonly hasLifecyclePassed: boolean;
  readonly hasTrailPassed: boolean;
  /** The MISP of the lifecycle, now rejected unless a step failed. */
  readonly misp: LivedMisp;
}
