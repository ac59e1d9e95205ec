import { parseArgs } from 'node:util';

/**
 * Reads options with `parseArgs`. A wrong option ends the program with status 2 and a message that points to --help. So
 * does an option that npm took for its own, because it stood before `--`: `npm run redrive --dry-run` would be no dry run.
 */
export const readOptions: typeof parseArgs = (config) => {
  const command = process.env.npm_lifecycle_event;
  const refuse = (why: string) => {
    console.error(why);
    process.exit(2);
  };
  const taken = Object.keys(config?.options ?? {}).find((name) => takenByNpm(name));
  if (config?.args === undefined && taken !== undefined) {
    refuse(`npm took --${taken} for an option of its own. Write it after "--": npm run ${command} -- --${taken} …`);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (!(error instanceof Error) || !String(code).startsWith('ERR_PARSE_ARGS')) throw error;
    const [what] = error.message.split('. ');
    refuse(`${what}. ${command === undefined ? '--help' : `npm run ${command} -- --help`} shows the options.`);
    throw error;
  }
};

/** Whether npm was started with this option. It hands its own options on as variables. */
export function takenByNpm(option: string): boolean {
  const value = process.env[`npm_config_${option.replaceAll('-', '_')}`];
  return value !== undefined && value !== '' && value !== 'false';
}
