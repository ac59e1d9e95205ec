/** What a command that calls AWS says about an error, with what to do if it is not set up for AWS. */
export function failureMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isNotSetUp = error.name === 'CredentialsProviderError' || error.message.startsWith('Region is missing');
  const advice = isNotSetUp ? '. Set AWS_REGION, and AWS_PROFILE or other credentials: see --help' : '';
  return `${error.name}: ${error.message}${advice}`.replace(/^Error: /, '');
}
