import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../lib/project-folder.ts';
import { recordOf } from '../template/json-values.ts';

/**
 * The OpenAPI document, with the local cloud as its only server.
 * @param baseUrl the base URL of the service's paths.
 */
export function servedDocument(baseUrl: string): Readonly<Record<string, unknown>> {
  const document: unknown = JSON.parse(readFileSync(join(projectFolder, 'docs/openapi.json'), 'utf8'));
  const servers = [{ url: baseUrl, description: 'The local cloud on this machine.' }];
  return { ...recordOf(document, 'docs/openapi.json'), servers };
}
