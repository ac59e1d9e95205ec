/**
 * Stands in for the SDK's measure of a request's body in the bundles (lib/functions/lambda-bundle.ts): every body here is text or
 * bytes. The SDK also knows bodies that are files, and to tell them apart it would load Node's file streams at a cold start.
 */
export function calculateBodyLength(body: string | Uint8Array | undefined): number {
  if (body === undefined) return 0;
  return typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
}
