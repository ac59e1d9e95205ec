import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { readNumbers } from './dynamodb-client.ts';

/** A name of an attribute that no object of JavaScript can have as its own property by assignment. */
const PROTOTYPE = '__proto__';

/**
 * Reads an item of a plain command. The service writes no attribute named `__proto__`, but somebody may by hand: the
 * SDK then gives it without its value, and could not convert the item. It is left out, so that one such row does not stop the sweep.
 */
export function readItem(item: Readonly<Record<string, AttributeValue>>) {
  const own = Object.hasOwn(item, PROTOTYPE)
    ? Object.fromEntries(Object.entries(item).filter(([name]) => name !== PROTOTYPE))
    : item;
  return unmarshall(own, readNumbers);
}
