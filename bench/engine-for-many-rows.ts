import { findDynamoDbLocal } from '../local/aws/engines/dynamodb-local.ts';
import type { Engine, EngineKind } from '../local/aws/engines/engine.ts';

/** The engine for parts with more than a few thousand audit rows: DynamoDB Local, or dynoxide if it is not available. */
export function engineForManyRows(): EngineKind {
  return 'missing' in findDynamoDbLocal() ? 'dynoxide' : 'dynamodb-local';
}

/** A sentence for the page: which engine was used, and why. */
export function engineSentence(kind: Engine['kind']): string {
  const found = findDynamoDbLocal();
  if (kind === 'dynamodb-local') {
    return 'The engine is Amazon’s DynamoDB Local: dynoxide slows with every record of its stream.';
  }
  const why = 'missing' in found ? found.missing : 'DYNAMODB_ENDPOINT names another';
  return `The engine is ${kind}, since DynamoDB Local was not used (${why}); dynoxide slows with every record of its stream.`;
}
