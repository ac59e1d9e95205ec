/** What an error says, for a line of its own. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
