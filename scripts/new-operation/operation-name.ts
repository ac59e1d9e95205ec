import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A new operation by its name in the forms that the code needs. */
export interface OperationNames {
  /** Of the folder, the function and the audit rows: `suspend-misp`. */
  readonly kebab: string;
  /** Of the rule: `suspendMisp`. */
  readonly camel: string;
}

const KEBAB = /^[a-z]+(-[a-z]+)+$/;

/** The names of a new operation, or what is wrong with the one that is asked for. */
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
    return { fault: `${folder} is there already. Take another name, or delete the folder and its lines first` };
  }
  return { kebab: wanted, camel: wanted.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()) };
}
