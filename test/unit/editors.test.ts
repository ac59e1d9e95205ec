import { describe, expect, test } from '@jest/globals';
import { inferredEditors, MAX_EDITORS, mayHaveEdited, withEditor } from '../../functions/domain/editors.ts';
import { fromMispItem, type StoredMispItem, toMispItem } from '../../functions/storage/item-shapes.ts';
import { sampleMisp, sha256 } from '../support/sample-misp.ts';

/** The editors after edits of this many people, named `user-1` and so on. */
const peopled = (count: number) =>
  Array.from({ length: count }, (_, index) => `user-${index + 1}`).reduce<readonly string[]>(withEditor, []);

describe('the editors of a MISP', () => {
  test('are hashes of user ids, in the order of their first edit', () => {
    expect(withEditor(withEditor([], 'ada-7'), 'jürgen')).toEqual([sha256('ada-7'), sha256('jürgen')]);
  });

  test('have each only once', () => {
    const editors = peopled(3);
    expect(withEditor(editors, 'user-1')).toBe(editors);
    expect(withEditor(editors, 'user-3')).toBe(editors);
    expect(withEditor(editors, 'User-3')).toHaveLength(4);
  });

  test('are at most twenty, and one more for all others', () => {
    expect(MAX_EDITORS).toBe(20);
    expect(peopled(20)).toHaveLength(20);
    expect(peopled(21)).toHaveLength(21);
    expect(peopled(22)).toEqual(peopled(21));
    expect(peopled(500)).toEqual(peopled(21));
    expect(peopled(20)).toEqual(peopled(21).slice(0, 20));
  });

  test('do not change the old list', () => {
    const editors = Object.freeze([...peopled(1)]);
    expect(withEditor(editors, 'user-2')).toHaveLength(2);
    expect(editors).toEqual([sha256('user-1')]);
  });
});

describe('whether a person may have edited a MISP', () => {
  test('is known with up to twenty editors', () => {
    for (const count of [0, 1, 19, 20]) {
      const editors = peopled(count);
      expect(mayHaveEdited({ createdBy: 'registrar', editors }, 'somebody')).toBe(false);
      expect(mayHaveEdited({ createdBy: 'registrar', editors }, `user-${count}`)).toBe(count > 0);
      expect(mayHaveEdited({ createdBy: 'registrar', editors }, 'user-1')).toBe(count > 0);
    }
  });

  test('is true for everybody with more', () => {
    expect(mayHaveEdited({ createdBy: 'registrar', editors: peopled(21) }, 'somebody')).toBe(true);
    expect(mayHaveEdited({ createdBy: 'registrar', editors: peopled(22) }, 'somebody')).toBe(true);
  });

  test('is always true for its registrar', () => {
    expect(mayHaveEdited({ createdBy: 'registrar', editors: [] }, 'registrar')).toBe(true);
    expect(mayHaveEdited({ createdBy: 'registrar', editors: [] }, 'Registrar')).toBe(false);
  });

  test('is not true for a user id equal to a hash', () => {
    expect(mayHaveEdited({ createdBy: 'registrar', editors: peopled(1) }, sha256('user-1'))).toBe(false);
  });
});

describe('a MISP without editors', () => {
  test('counts its creator and the last one who changed it as editors', () => {
    expect(inferredEditors({ createdBy: 'a', updatedBy: 'b' })).toEqual([sha256('a'), sha256('b')]);
    expect(inferredEditors({ createdBy: 'a', updatedBy: 'a' })).toEqual([sha256('a')]);
    expect(inferredEditors({ createdBy: 'a', updatedBy: null })).toEqual([sha256('a')]);
  });

  test.each([null, 'founder-1', 'importer'])('is an item without editors, updated by %j', (updatedBy) => {
    const { editors: _, ...imported } = toMispItem(sampleMisp({ updatedBy, editors: [sha256('not-read')] }));
    expect(fromMispItem(imported satisfies StoredMispItem).editors).toEqual(
      inferredEditors({ createdBy: 'founder-1', updatedBy }),
    );
  });

  test('is not an item with an empty list', () => {
    const decided = sampleMisp({ editors: [] });
    expect(toMispItem(decided).editors).toEqual([]);
    expect(fromMispItem(toMispItem(decided)).editors).toEqual([]);
  });
});
