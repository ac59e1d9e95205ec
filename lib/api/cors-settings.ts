/**
 * The CORS settings for the configured origins. Does not import the CDK, because the local cloud uses these settings
 * too (`npm start -- --cors`) and must not load it.
 */
export const corsSettings = {
  methods: ['GET', 'POST', 'PUT', 'PATCH'],
  /** The request headers that a page may send. */
  requestHeaders: ['authorization', 'content-type', 'accept', 'idempotency-key', 'if-match'],
  /** The response headers that a page may read. */
  responseHeaders: ['etag', 'apigw-requestid', 'idempotency-replayed', 'retry-after', 'www-authenticate'],
  /** For callers that send the token as a cookie. Browsers allow this only with explicit origins. */
  credentials: true,
  /** How long a browser may cache a preflight answer. */
  maxAgeSeconds: 3600,
} as const;
