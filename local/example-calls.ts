/** What the example calls need. */
export interface ExampleTarget {
  /** Origin of the gateway. */
  readonly url: string;
  /** The base URL of the service's paths. */
  readonly baseUrl: string;
  readonly token: string;
  /** Where the authorizer looks for the token. */
  readonly tokenSource: string | undefined;
}

/** A command and what it does. */
export interface ExampleCall {
  readonly title: string;
  readonly command: string;
}

/**
 * Four calls to paste into a terminal, one after the other. Each stores in a shell variable what the next ones need.
 * They need a POSIX shell, curl and sed.
 */
export function exampleCalls({ url, baseUrl, token, tokenSource }: ExampleTarget): readonly ExampleCall[] {
  const credential =
    tokenSource === 'cookie' ? '-H "Cookie: Authorization=$TOKEN"' : '-H "Authorization: Bearer $TOKEN"';
  const send = (method: string, path: string, body: string) =>
    `curl -sS -X ${method} "$BASE${path}" ${credential} -H 'Content-Type: application/json' -d "${body}"`;
  // In double quotes, so the shell expands its variables.
  const json = (text: string) => text.replaceAll('"', '\\"');
  const keep = (variable: string, field: string) =>
    `${variable}=$(printf '%s' "$ANSWER" | sed -n 's/.*"${field}":"\\([^"]*\\)".*/\\1/p')`;
  const show = `printf '%s\\n' "$ANSWER"`;
  // The time in seconds makes the name unique, even with kept state.
  const registration = json(
    '{"request":{"organizationName":"Example $(date +%s)","contactNumber":"9876543210","emailId":"info@example.org","address":"1 Example Street"}}',
  );
  return [
    {
      title: 'Register a MISP',
      command: [
        `TOKEN='${token}'; BASE='${baseUrl}'`,
        `ANSWER=$(${send('POST', '/misps', registration)}); ${keep('MISP_ID', 'mispID')}; ${show}`,
      ].join('; '),
    },
    {
      title: 'Approve it, which issues its licence key',
      command: `ANSWER=$(${send('PATCH', '/misps/$MISP_ID/status', json('{"request":{"mispStatus":"approved"}}'))}); ${keep('LICENSE_KEY', 'mispLicenseKey')}; ${show}`,
    },
    {
      title: 'Validate the licence key',
      command: `ANSWER=$(${send('PATCH', '/misps/$MISP_ID/licenseKey', json('{"request":{"mispLicenseKey":"$LICENSE_KEY"}}'))}); ${show}`,
    },
    { title: 'The audit trail of all this', command: `curl -sS '${url}/_local/events?since=0'` },
  ];
}
