import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository, wherever the program was started. */
export const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));
