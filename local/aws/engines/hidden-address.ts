import { randomInt } from 'node:crypto';

/**
 * One of the sixteen million addresses that all lead to this machine, drawn at random. With a port drawn at random too, a web
 * page would have to try hundreds of thousands of millions of them to find what listens there; it cannot list them, and
 * nothing that it can read names the one. For a program that lets every page call it and has no option against that.
 */
export function hiddenLoopbackAddress(): string {
  return `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}`;
}
