/**
 * A user's id in a form for the access log. The gateway puts values into its line of JSON unchanged, so everything but
 * letters, digits and `. _ @ : -` is percent-encoded, byte by byte in UTF-8: no id can end its field, or the line.
 * @returns ASCII text that `decodeURIComponent` turns back into the id; a lone surrogate comes back as U+FFFD.
 */
export function logUser(userId: string): string {
  return userId.replace(/[^A-Za-z0-9._@:-]+/g, (others) => {
    const hex = Buffer.from(others, 'utf8').toString('hex').toUpperCase();
    return hex.replace(/../g, '%$&');
  });
}
