import fc from 'fast-check';
import { anImport } from './import.ts';
import { by, filter, known, profile, type Step, step } from './step.ts';

/** Approves and rejects one MISP in turn: by single steps it would not come to its bounds. */
const growth: fc.Arbitrary<readonly Step[]> = fc
  .record({
    by,
    misp: known,
    approvals: fc.oneof(
      { weight: 40, arbitrary: fc.integer({ min: 6, max: 8 }) },
      { weight: 1, arbitrary: fc.constant(51) },
    ),
  })
  .map(({ approvals, ...whose }) =>
    Array.from({ length: approvals }, () =>
      ['rejected', 'approved'].map((word): Step => ({ do: 'process', ...whose, word, malformed: null })),
    ).flat(),
  );

/** Begins at the beginning of a list and goes on, one MISP a page. */
const walking: fc.Arbitrary<readonly Step[]> = fc
  .record({ by, filter, number: fc.nat(9), pages: fc.nat(2) })
  .map(({ by: who, filter: of, number, pages }) => [
    { do: 'list', by: who, filter: of, page: { limit: '1', cursor: 'none' } },
    ...Array.from({ length: pages }, (): Step => ({ do: 'go on', by: who, cursor: 0, number, limit: '1' })),
  ]);

const misp = { known: 0 };
/** Registers some, approves or rejects most of them, and walks: by chance hardly two stand alike, as a second page needs. */
const crowd: fc.Arbitrary<readonly Step[]> = fc
  .record({
    by,
    profiles: fc.array(profile, { minLength: 3, maxLength: 5, size: 'max' }),
    words: fc.constantFrom(['approved'], ['rejected', 'approved'], ['approved', 'approved', 'rejected'], []),
    walks: fc.array(walking, { minLength: 2, maxLength: 2 }),
  })
  .map(({ by: who, profiles, words, walks }) => [
    ...profiles.flatMap((one, index): readonly Step[] => {
      const word = words[index % Math.max(1, words.length)];
      return [
        { do: 'register', by: who, profile: one, isAlias: false, malformed: null },
        ...(word === undefined ? [] : [{ do: 'process', by: who, misp, word, malformed: null } as const]),
      ];
    }),
    ...walks.flat(),
  ]);

const renewal: Step = { do: 'download', by: 0, misp };
/** By chance hardly anybody asks about a key that has left. */
const keysThatLeft: readonly Step[] = [
  { do: 'validate', by: 0, misp, key: { left: 0 }, malformed: null },
  { do: 'set key status', by: 1, misp, key: { left: 1 }, word: 'Active', malformed: null },
];
/** What is done to a MISP that was imported just now: most of what chance does to it later finds it changed. */
const afterwards: readonly (readonly Step[])[] = [
  [],
  [renewal],
  [renewal, ...keysThatLeft],
  ['rejected', 'approved'].map((word): Step => ({ do: 'process', by: 2, misp, word, malformed: null })),
];
const importing: fc.Arbitrary<readonly Step[]> = fc
  .tuple(by, anImport, fc.constantFrom(...afterwards))
  .map(([who, what, next]) => [{ do: 'import', by: who, what }, ...next]);

/** Begins with a MISP that has been imported. */
export const stepsFromImport = (longest: number): fc.Arbitrary<readonly Step[]> =>
  fc.tuple(importing, fc.array(step, { maxLength: longest, size: 'max' })).map((drawn) => drawn.flat());

/** @param longest how many steps are drawn at most; a MISP that grows, or is imported, counts as one. */
export const stepsUpTo = (longest: number): fc.Arbitrary<readonly Step[]> =>
  fc
    .array(
      fc.oneof(
        { weight: 150, arbitrary: step.map((one): readonly Step[] => [one]) },
        { weight: 2, arbitrary: growth },
        { weight: 10, arbitrary: importing },
        { weight: 8, arbitrary: walking },
        { weight: 4, arbitrary: crowd },
      ),
      { minLength: 1, maxLength: longest, size: 'max' },
    )
    .map((drawn) => drawn.flat());
