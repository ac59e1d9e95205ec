import type { Metafile } from 'esbuild';

/** The share of one package, or of this service's code, in a bundle. */
export interface Share {
  readonly name: string;
  readonly bytes: number;
}

/** The bundle of one function, largest share first. */
export interface BundleShares {
  readonly function: string;
  readonly bytes: number;
  readonly shares: readonly Share[];
}

/** Reads the content of each bundle from the bundler's metafile. */
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

/** The package of a file; `this service` for our own files. */
function ownerOf(input: string): string {
  const [, inPackage] = input.split(/node_modules\/(?!.*node_modules\/)/);
  if (inPackage !== undefined)
    return inPackage
      .split('/')
      .slice(0, inPackage.startsWith('@') ? 2 : 1)
      .join('/');
  return input.startsWith('builtin:') ? 'references to Node.js modules' : 'this service';
}
