import { existsSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { optionalNumberOf, optionalTextOf, recordOf, textOf } from '../template/json-values.ts';
import type { Resource, RunnableTemplate } from '../template/resources.ts';

/** A Lambda function of the template, with what is needed to run it here. */
export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  /** As in the template: the file without its extension, a dot, the exported name. */
  readonly handler: string;
  /** The folder of the asset. */
  readonly codeFolder: string;
  /** Size of the handler's file in bytes. */
  readonly bundleBytes: number;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly logGroupName: string;
  readonly reservedConcurrency: number | undefined;
  readonly environment: Readonly<Record<string, string>>;
}

/** The only runtime that `worker-runtime.mjs` emulates. Others call handlers differently. */
const RUNTIME = 'nodejs24.x';

/**
 * The functions of a template.
 * @throws Error naming a function that cannot run here: another runtime, inline code, no bundle.
 */
export function functionDefinitions(template: RunnableTemplate): readonly FunctionDefinition[] {
  return template.ofType('AWS::Lambda::Function').map((resource) => definitionOf(resource, template.folder));
}

function definitionOf(resource: Resource, assemblyFolder: string): FunctionDefinition {
  const { properties, name } = resource;
  const here = (property: string) => `${property} of the function ${name}`;
  const runtime = textOf(properties.Runtime, here('Runtime'));
  if (runtime !== RUNTIME)
    throw new Error(`The function ${name} needs the runtime ${runtime}: only ${RUNTIME} runs here`);
  const assetPath = resource.metadata['aws:asset:path'];
  if (typeof assetPath !== 'string') throw new Error(`The function ${name} has no asset: inline code cannot run here`);
  const codeFolder = isAbsolute(assetPath) ? assetPath : join(assemblyFolder, assetPath);
  const handler = textOf(properties.Handler, here('Handler'));
  const variables = recordOf(
    recordOf(properties.Environment, here('Environment')).Variables,
    here('Environment.Variables'),
  );
  const logGroup = optionalTextOf(recordOf(properties.LoggingConfig, here('LoggingConfig')).LogGroup, here('LogGroup'));
  return {
    name,
    arn: textOf(resource.arn, here('The ARN')),
    roleArn: textOf(properties.Role, here('Role')),
    handler,
    codeFolder,
    bundleBytes: statSync(handlerFile(codeFolder, handler, name)).size,
    timeoutMs: (optionalNumberOf(properties.Timeout, here('Timeout')) ?? 3) * 1000,
    memoryMb: optionalNumberOf(properties.MemorySize, here('MemorySize')) ?? 128,
    logGroupName: logGroup ?? `/aws/lambda/${name}`,
    reservedConcurrency: optionalNumberOf(
      properties.ReservedConcurrentExecutions,
      here('ReservedConcurrentExecutions'),
    ),
    environment: Object.fromEntries(
      Object.entries(variables).map(([key, value]) => [key, textOf(value, here(`The variable ${key}`))]),
    ),
  };
}

function handlerFile(codeFolder: string, handler: string, name: string): string {
  const file = handler.slice(0, handler.lastIndexOf('.'));
  const path = ['.js', '.mjs', '.cjs'].map((ending) => join(codeFolder, `${file}${ending}`)).find(existsSync);
  if (path === undefined)
    throw new Error(`The function ${name} has no ${file}.mjs in ${codeFolder}: build the functions first`);
  return path;
}
