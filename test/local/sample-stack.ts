import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A function that does what its event says, for tests of the code around it. */
const PROBE = `
import { setTimeout as sleep } from 'node:timers/promises';
let calls = 0;
export const handler = async (event, context) => {
  calls += 1;
  const { act = 'echo' } = event;
  if (act === 'echo') return event;
  if (act === 'environment') return process.env;
  if (act === 'context') return { ...context, remaining: context.getRemainingTimeInMillis() };
  if (act === 'process') return { pid: process.pid, calls };
  if (act === 'sleep') { await sleep(event.ms); return { pid: process.pid, calls }; }
  if (act === 'throw') throw new TypeError('out of order');
  if (act === 'hang') await new Promise(() => setInterval(() => {}, 1000));
  if (act === 'loop') for (;;);
  if (act === 'work') { for (const start = process.cpuUsage(); process.cpuUsage(start).user < event.ms * 1000; ); return null; }
  if (act === 'exit') process.exit(event.code);
  if (act === 'log') { console.log('to stdout'); console.error('to stderr'); return null; }
  if (act === 'big') return 'x'.repeat(7 * 1024 * 1024);
  if (act === 'nothing') return undefined;
};
`;

/** A cloud assembly in a temporary folder. */
export interface SampleAssembly {
  readonly folder: string;
  remove(): void;
}

/** A function resource with its code in `asset.<name>` of the assembly. */
export function functionResource(name: string, properties: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/sample',
      Timeout: 5,
      MemorySize: 256,
      ...properties,
    },
    Metadata: { 'aws:asset:path': `asset.${name}` },
  };
}

/**
 * Writes an assembly with one stack. @param code source of each function's bundle, by name; others do what their event
 * says.
 */
export function writeAssembly(
  resources: Record<string, Record<string, unknown>>,
  options: { code?: Record<string, string>; outputs?: Record<string, unknown> } = {},
): SampleAssembly {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-test-'));
  for (const { Type, Properties } of Object.values(resources)) {
    if (Type !== 'AWS::Lambda::Function') continue;
    const name = (Properties as { FunctionName: string }).FunctionName;
    mkdirSync(join(folder, `asset.${name}`));
    writeFileSync(join(folder, `asset.${name}`, 'index.mjs'), options.code?.[name] ?? PROBE);
  }
  const template = { Resources: resources, Outputs: options.outputs ?? {} };
  writeFileSync(join(folder, 'sample.template.json'), JSON.stringify(template));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}
