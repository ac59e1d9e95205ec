import { randomBytes } from 'node:crypto';
import type { Instant } from '../domain/misp.ts';

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * An id whose text order is its time order, in the form of a ULID: 10 characters of milliseconds, 16 of randomness. It has
 * no `-`, so that the `-<sequence>` of a record's id can be told apart.
 */
export function newRowId(at: Instant): string {
  let time = '';
  for (let rest = at; time.length < 10; rest = Math.floor(rest / 32)) time = DIGITS.charAt(rest % 32) + time;
  const random = Array.from(randomBytes(16), (byte) => DIGITS.charAt(byte % 32)).join('');
  return time + random;
}
