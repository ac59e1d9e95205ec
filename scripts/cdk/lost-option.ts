/** The option that would deploy another stage, or to another account, if npm took it: `npm run` hands it on in a variable. */
export function lostOption(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const { npm_config_call: call, npm_config_context: context, npm_config_profile: profile } = environment;
  const isJoined = Object.keys(environment).some((name) => name.startsWith('npm_config_cstage'));
  // npm knows -c as --call. An `npx -c` around this command sets it, too, but to a command.
  if ((call !== undefined && /^\w+=\S*$/.test(call)) || isJoined) return '-c stage=<stage>';
  if (context !== undefined) return '--context stage=<stage>';
  // npm hands the name of the profile on as an argument, without the option.
  const isGiven = args.some((arg) => arg === '--profile' || arg.startsWith('--profile='));
  return profile === undefined || isGiven ? undefined : '--profile <profile>';
}
