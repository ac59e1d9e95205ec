import { generateLicenseKey } from '../../functions/domain/license-key.ts';
import { hashOf } from '../model/reference/licenses.ts';
import type { History } from './history.ts';

const KEY_LENGTH = 50;

/** Draws licence keys and remembers each by its hash, because rows have no keys. */
export function drawnKeys(): { readonly newKey: () => string; readonly drawn: History['drawn'] } {
  const drawn = new Map<string, string>();
  const newKey = () => {
    const key = generateLicenseKey(KEY_LENGTH);
    drawn.set(hashOf(key), key);
    return key;
  };
  return { newKey, drawn };
}
