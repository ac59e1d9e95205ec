import { isDeepStrictEqual } from 'node:util';
import type { DocumentedAnswer } from './documented-answers.ts';

/**
 * Asks a mock server for answers of the document.
 * @returns a line for each answer that differs from the document.
 */
export async function differingAnswers(url: string, answers: readonly DocumentedAnswer[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const answer of answers) {
    const { operation, status, mediaType, example, value } = answer;
    const given = await ask(url, answer);
    if (given.status === status && given.mediaType === mediaType && isDeepStrictEqual(given.body, value)) continue;
    const what = `${operation}, ${status} ${mediaType}, example ${example}`;
    lines.push(`${what}: answered ${given.status} ${given.mediaType} ${JSON.stringify(given.body).slice(0, 200)}`);
  }
  return lines;
}

async function ask(url: string, { method, path, request, status, mediaType, example }: DocumentedAnswer) {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: 'Bearer token',
      accept: mediaType,
      // RFC 7240, with Prism's own preferences.
      prefer: `code=${status}, example=${example}`,
      ...(request === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(request === undefined ? {} : { body: JSON.stringify(request) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    mediaType: answer.headers.get('content-type')?.split(';')[0] ?? '',
    body: parsed(text),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
