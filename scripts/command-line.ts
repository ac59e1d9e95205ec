import { parseArgs } from 'node:util';

/**
 * The option without which a command does more than was meant. npm takes it for its own if it stands before `--`, and
 * hands it on in a variable. Other options are not looked at: an .npmrc may set variables of the same names.
 */
const DRY_RUN = { name: 'dry-run', variable: 'npm_config_dry_run' } as const;

/** Reads options with `parseArgs`. A wrong option ends the program with status 2 and a message that points to --help. */
export const readOptions: typeof parseArgs = (config) => {
  const command = process.env.npm_lifecycle_event;
  const refuse = (why: string) => {
    console.error(why);
    process.exit(2);
  };
  const { name, variable } = DRY_RUN;
  const hasIt = config?.options !== undefined && Object.hasOwn(config.options, name);
  if (config?.args === undefined && hasIt && isSet(variable) && !process.argv.includes(`--${name}`)) {
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
