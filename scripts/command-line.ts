import { parseArgs } from 'node:util';

/**
 * Reads options with `parseArgs`. A wrong option ends the program with status 2 and a message that points to --help.
 */
export const readOptions: typeof parseArgs = (config) => {
  try {
    return parseArgs(config);
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (!(error instanceof Error) || !String(code).startsWith('ERR_PARSE_ARGS')) throw error;
    const [what] = error.message.split('. ');
    const command = process.env.npm_lifecycle_event;
    console.error(`${what}. ${command === undefined ? '--help' : `npm run ${command} -- --help`} shows the options.`);
    process.exit(2);
  }
};
