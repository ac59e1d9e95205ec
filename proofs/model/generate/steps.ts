import fc from 'fast-check';
import { anImport } from './import.ts';
import { by, known, type Step, step } from './step.ts';

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
      ['rejected', 'approved'].map((word): Step => ({ do: 'process', ...whose, word, spoilt: null })),
    ).flat(),
  );

const misp = { known: 0 };
const renewal: Step = { do: 'download', by: 0, misp };
/** By chance hardly anybody asks about a key that has left. */
const keysThatLeft: readonly Step[] = [
  { do: 'validate', by: 0, misp, key: { left: 0 }, spoilt: null },
  { do: 'set key status', by: 1, misp, key: { left: 1 }, word: 'Active', spoilt: null },
];
/** What is done to a MISP that was imported just now: most of what chance does to it later finds it changed. */
const afterwards: readonly (readonly Step[])[] = [
  [],
  [renewal],
  [renewal, ...keysThatLeft],
  ['rejected', 'approved'].map((word): Step => ({ do: 'process', by: 2, misp, word, spoilt: null })),
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
      ),
      { minLength: 1, maxLength: longest, size: 'max' },
    )
    .map((drawn) => drawn.flat());
