import { parseArgs } from 'node:util';

/**
 * Options without which a command does more than was meant. npm takes them for its own if they stand before `--`, and
 * hands them on in variables. Other options are not looked at: an .npmrc may set variables of the same names.
 */
const HOLDING_BACK = { 'dry-run': 'npm_config_dry_run', limit: 'npm_config_limit' } as const;

/** Reads options with `parseArgs`. A wrong option ends the program with status 2 and a message that points to --help. */
export const readOptions: typeof parseArgs = (config) => {
  const command = process.env.npm_lifecycle_event;
  const refuse = (why: string) => {
    console.error(why);
    process.exit(2);
  };
  for (const [name, variable] of Object.entries(HOLDING_BACK)) {
    const hasIt = config?.options !== undefined && Object.hasOwn(config.options, name);
    const isGiven = process.argv.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
    if (config?.args === undefined && hasIt && isSet(variable) && !isGiven)
      refuse(`npm took --${name} for an option of its own. Write it after "--": npm run ${command} -- --${name} …`);
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

function isSet(variable: string): boolean {
  const value = process.env[variable];
  return value !== undefined && value !== '' && value !== 'false';
}
