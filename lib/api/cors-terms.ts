/**
 * What web pages of the configured origins may do with the API. Without the CDK: the local cloud lets pages in on the same
 * terms (`npm start -- --cors`), and starts without it.
 */
export const corsTerms = {
  methods: ['GET', 'POST', 'PUT', 'PATCH'],
  /** What a page may send. */
  requestHeaders: ['authorization', 'content-type', 'accept', 'idempotency-key', 'if-match'],
  /** The headers of an answer that a page may read. */
  responseHeaders: ['etag', 'apigw-requestid', 'idempotency-replayed', 'retry-after', 'www-authenticate'],
  /** For callers that send the token as a cookie; possible because the origins are named one by one. */
  credentials: true,
  /** How long a browser need not ask again. */
  maxAgeSeconds: 3600,
} as const;
