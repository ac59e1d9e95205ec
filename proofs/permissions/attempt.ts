/** What became of a call that should be refused. */
export type Attempt = { readonly admitted: true } | { readonly admitted: false; readonly said: string };

/** Makes a call. @throws if it fails for a reason other than a missing permission: that proves nothing. */
export async function attempt(call: () => Promise<unknown>): Promise<Attempt> {
  try {
    await call();
    return { admitted: true };
  } catch (error) {
    if (error instanceof Error && error.name === 'AccessDeniedException') {
      return { admitted: false, said: error.message };
    }
    throw error;
  }
}
