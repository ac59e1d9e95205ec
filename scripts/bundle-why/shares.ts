import type { Metafile } from 'esbuild';

/** What one package, or one folder of our own, brings into a bundle. */
export interface Share {
  readonly name: string;
  readonly bytes: number;
}

/** The bundle of one function, the largest share first. */
export interface BundleShares {
  readonly function: string;
  readonly bytes: number;
  readonly shares: readonly Share[];
}

/** Reads from esbuild's account of a build what is in each bundle. */
export function sharesOf({ outputs }: Metafile): readonly BundleShares[] {
  return Object.entries(outputs).map(([path, { bytes, inputs }]) => {
    const sums = new Map<string, number>();
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      const name = ownerOf(input);
      sums.set(name, (sums.get(name) ?? 0) + bytesInOutput);
    }
    const counted = [...sums.values()].reduce((sum, part) => sum + part, 0);
    const shares = [...sums, ['(glue of the bundler)', bytes - counted] as const]
      .map(([name, part]) => ({ name, bytes: part }))
      .sort((one, other) => other.bytes - one.bytes);
    return { function: path.split('/').at(-2) ?? path, bytes, shares };
  });
}

/** The package that a file belongs to; for our own files `this service`. */
function ownerOf(input: string): string {
  const [, inPackage] = input.split(/node_modules\/(?!.*node_modules\/)/);
  if (inPackage !== undefined)
    return inPackage
      .split('/')
      .slice(0, inPackage.startsWith('@') ? 2 : 1)
      .join('/');
  return input.startsWith('builtin:') ? 'modules of Node.js, by name' : 'this service';
}
