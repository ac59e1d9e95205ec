import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The name of a new operation in both forms. */
export interface OperationNames {
  /** For the folder, the function and the audit rows: `suspend-misp`. */
  readonly kebab: string;
  /** For the rule: `suspendMisp`. */
  readonly camel: string;
}

const KEBAB = /^[a-z]+(-[a-z]+)+$/;

/** The names of a new operation, or what is wrong with the requested one. */
export function namesOf(
  wanted: string | undefined,
  projectFolder: string,
): OperationNames | { readonly fault: string } {
  if (wanted === undefined)
    return { fault: 'A name is needed, a verb and a noun: npm run new:operation -- suspend-misp' };
  if (!KEBAB.test(wanted)) {
    return {
      fault: `"${wanted}" is not in kebab case. Write a verb and a noun in small letters with hyphens: suspend-misp`,
    };
  }
  const folder = `functions/lambdas/${wanted}`;
  if (existsSync(join(projectFolder, folder))) {
    return { fault: `${folder} already exists. Choose another name, or delete the folder and its lines first` };
  }
  return { kebab: wanted, camel: wanted.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()) };
}
