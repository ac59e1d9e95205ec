import type { LocalCloud } from '../../local/local-cloud.ts';

/** An answer with a JSON body. */
export type Answer = { readonly status: number; readonly headers: Headers; readonly body: unknown };
export async function call(url: string, init: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(url, init);
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}
export const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  call(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
/** Registers a MISP with the name. */
export const register = async (on: LocalCloud, organizationName: string) =>
  post(
    `${on.baseUrl}/misps`,
    { request: { organizationName, contactNumber: '1', emailId: 'a@example.org', address: 'x' } },
    { authorization: `Bearer ${await on.token('jo')}` },
  );
