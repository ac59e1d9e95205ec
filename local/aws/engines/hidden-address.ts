import { randomInt } from 'node:crypto';

/**
 * Returns a random one of the sixteen million loopback addresses. For a program that answers every web page and has no
 * option against that. With a random port as well, a page would have to try some 10^11 combinations, and nothing that
 * it can read names the right one.
 */
export function hiddenLoopbackAddress(): string {
  return `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}`;
}
