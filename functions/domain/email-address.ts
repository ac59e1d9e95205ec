/**
 * Letters, digits and `_ + - .` before the at sign, then host labels, then a top-level domain of two letters or more.
 */
const EMAIL_ADDRESS = /^[\w+-]+(\.[\w+-]+)*@[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}$/;

/** Whether a text is an e-mail address by the service's rule (ASCII; docs/rules.md). */
export function isEmailAddress(text: string): boolean {
  return EMAIL_ADDRESS.test(text);
}
