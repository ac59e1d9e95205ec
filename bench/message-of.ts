/** The message of an error, or anything else that was thrown as a text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
