import { figure } from '../markdown.ts';
import { type Cost, describeCost, distinctCosts } from './cost.ts';
import type { SizeMeasure } from './size-measure.ts';

/**
 * What does not cost the same wherever it is measured, each in a sentence. There is no tolerance: even one unit or one item more,
 * at one size, for one MISP or at one depth, is named.
 */
export function unevenCosts(sizes: readonly SizeMeasure[]): readonly string[] {
  const operations = labelled(
    sizes.flatMap(({ size, cases }) =>
      cases.map(({ measured, costs }) => ({
        what: `${measured.operation} (${measured.outcome})`,
        where: `${figure(size)} MISPs`,
        costs,
      })),
    ),
  );
  const pages = labelled(
    sizes.flatMap(({ size, pages: measuredPages }) =>
      measuredPages.map(({ walk, before, costs }) => ({
        what: `A page of the ${walk}`,
        where: `${figure(before)} of ${figure(size)} MISPs before it`,
        costs,
      })),
    ),
  );
  const wrong = sizes.flatMap(({ size, pages: measuredPages }) =>
    measuredPages
      .filter(({ isRight }) => !isRight)
      .map(
        ({ walk, before }) => `A page of the ${walk} after ${figure(before)} of ${figure(size)} held the wrong MISPs.`,
      ),
  );
  return [...uneven(operations), ...uneven(pages), ...wrong];
}

interface Found {
  readonly what: string;
  readonly where: string;
  readonly costs: readonly Cost[];
}

function labelled(all: readonly Found[]): ReadonlyMap<string, readonly Found[]> {
  return Map.groupBy(all, ({ what }) => what);
}

function uneven(groups: ReadonlyMap<string, readonly Found[]>): readonly string[] {
  return [...groups].flatMap(([what, found]) => {
    if (distinctCosts(found.flatMap(({ costs }) => costs)).length === 1) return [];
    const each = found.map(({ where, costs }) => `at ${where}: ${distinctCosts(costs).map(describeCost).join(' or ')}`);
    return [`${what} does not cost the same everywhere; ${each.join('; ')}.`];
  });
}
