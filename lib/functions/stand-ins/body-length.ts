/**
 * Replaces the SDK's function for the length of a body (lib/functions/lambda-bundle.ts). Every request body here is text or
 * bytes. The SDK also supports files, so it would load Node.js's file streams at a cold start.
 */
export function calculateBodyLength(body: string | Uint8Array | undefined): number {
  if (body === undefined) return 0;
  return typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
}
