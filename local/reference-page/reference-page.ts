import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GatewayAnswer, jsonAnswer, textAnswer } from '../gateway/answer.ts';
import { servedDocument } from './served-document.ts';

/** Lets the page load the files below and call this machine, nothing else. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Swagger UI's icons are data URLs in its style sheet.
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  // The next start may serve another version of the page.
  'cache-control': 'no-store',
};

const ownFolder = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const swaggerFolder = dirname(require.resolve('swagger-ui-dist/package.json'));

const FILES: Readonly<Record<string, { readonly type: string; readonly path: string }>> = {
  '': { type: 'text/html; charset=utf-8', path: join(ownFolder, 'page.html') },
  '/page.css': { type: 'text/css; charset=utf-8', path: join(ownFolder, 'page.css') },
  '/page.js': { type: 'text/javascript; charset=utf-8', path: join(ownFolder, 'page.js') },
  '/swagger-ui.css': { type: 'text/css; charset=utf-8', path: join(swaggerFolder, 'swagger-ui.css') },
  '/swagger-ui-bundle.js': {
    type: 'text/javascript; charset=utf-8',
    path: join(swaggerFolder, 'swagger-ui-bundle.js'),
  },
};

/**
 * Serves the reference page, on which every operation can be tried, and its files.
 * @param page the path after that of the page.
 * @param baseUrl the base URL of the service's paths, with the host name that the browser uses.
 * @returns undefined if there is no such file.
 */
export function answerReferencePage(page: string, baseUrl: string): GatewayAnswer | undefined {
  const name = page.replace(/\/$/, '');
  if (name === '/openapi.json') return jsonAnswer(200, servedDocument(baseUrl), HEADERS);
  const file = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
  return file && textAnswer(200, file.type, readFileSync(file.path, 'utf8'), HEADERS);
}
