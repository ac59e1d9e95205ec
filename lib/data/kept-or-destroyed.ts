import { RemovalPolicy } from 'aws-cdk-lib';
import type { StageConfiguration } from '../configuration/stage-settings.ts';

/**
 * What becomes of a resource with data in it when the stack lets go of it.
 *
 * Kept, but for a creation that is rolled back: such a resource is new and empty, and since names are fixed it would stand in
 * the way of the next attempt.
 */
export function keptOrDestroyed({ data }: StageConfiguration): RemovalPolicy {
  return data === 'retain' ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}
