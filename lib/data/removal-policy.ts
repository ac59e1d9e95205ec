import { RemovalPolicy } from 'aws-cdk-lib';
import type { StageConfiguration } from '../configuration/stage-settings.ts';

/**
 * The removal policy of a resource with data.
 *
 * With `retain`, keeps the resource except in a rollback of its creation. Then it is new and empty, and its fixed name
 * would block the next attempt.
 */
export function removalPolicyOf({ data }: StageConfiguration): RemovalPolicy {
  return data === 'retain' ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}
