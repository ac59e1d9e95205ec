import type { RunnableTemplate } from '../../local/template/resources.ts';

/** The runtimes of the functions in a template. */
export function runtimesOf(template: RunnableTemplate): ReadonlySet<string> {
  return new Set(template.ofType('AWS::Lambda::Function').map(({ properties }) => String(properties.Runtime)));
}

/**
 * @param version in the form of `process.version`.
 * @throws Error if the functions are deployed on another major version of Node.js than this one.
 */
export function requireSameMajor(runtimes: ReadonlySet<string>, version: string): void {
  const major = /^v(\d+)\./.exec(version)?.[1];
  const others = [...runtimes].filter((runtime) => runtime !== `nodejs${major}.x`);
  if (others.length === 0) return;
  throw new Error(
    `The functions are deployed on ${others.join(', ')}, and this is Node.js ${version}: its times would not be those of the deployed version. Run the benchmarks with the Node.js that is deployed (on Linux x64 \`npm run bench\` does).`,
  );
}
