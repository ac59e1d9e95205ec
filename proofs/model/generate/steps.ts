import fc from 'fast-check';
import { anImport } from './import.ts';
import { by, filter, known, profile, type Step, step } from './step.ts';

/** Approves and rejects one MISP in turn: single steps would never reach its bounds. */
const growth: fc.Arbitrary<readonly Step[]> = fc
  .record({
    by,
    misp: known,
    approvals: fc.oneof(
      { weight: 40, arbitrary: fc.integer({ min: 6, max: 8 }) },
      { weight: 1, arbitrary: fc.constant(51) },
    ),
  })
  .map(({ approvals, ...shared }) =>
    Array.from({ length: approvals }, () =>
      ['rejected', 'approved'].map((word): Step => ({ do: 'process', ...shared, word, malformed: null })),
    ).flat(),
  );

/** Walks a list from the beginning, one MISP a page. */
const walking: fc.Arbitrary<readonly Step[]> = fc
  .record({ by, filter, number: fc.nat(9), pages: fc.nat(2) })
  .map(({ by: who, filter: of, number, pages }) => [
    { do: 'list', by: who, filter: of, page: { limit: '1', cursor: 'none' } },
    ...Array.from({ length: pages }, (): Step => ({ do: 'next page', by: who, cursor: 0, number, limit: '1' })),
  ]);

const misp = { known: 0 };
/**
 * Registers some, approves or rejects most of them, and walks: a second page needs several in the same status, which
 * chance rarely gives.
 */
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
/** Requests with keys of removed licences, which chance rarely makes. */
const removedKeySteps: readonly Step[] = [
  { do: 'validate', by: 0, misp, key: { removed: 0 }, malformed: null },
  { do: 'set key status', by: 1, misp, key: { removed: 1 }, word: 'Active', malformed: null },
];
/** What happens to a newly imported MISP: most random steps would find it changed already. */
const afterwards: readonly (readonly Step[])[] = [
  [],
  [renewal],
  [renewal, ...removedKeySteps],
  ['rejected', 'approved'].map((word): Step => ({ do: 'process', by: 2, misp, word, malformed: null })),
];
const importing: fc.Arbitrary<readonly Step[]> = fc
  .tuple(by, anImport, fc.constantFrom(...afterwards))
  .map(([who, what, next]) => [{ do: 'import', by: who, what }, ...next]);

/** Begins with an imported MISP. */
export const stepsFromImport = (longest: number): fc.Arbitrary<readonly Step[]> =>
  fc.tuple(importing, fc.array(step, { maxLength: longest, size: 'max' })).map((drawn) => drawn.flat());

/** @param longest the most steps drawn; one that grows or imports a MISP counts as one. */
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
