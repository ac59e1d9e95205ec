import { readMediaType, splitUnquoted } from './media-type.ts';

/** The forms of an error: MOSIP's envelope, or an RFC 9457 problem. */
export type ErrorForm = 'envelope' | 'problem';

/**
 * The form that a caller prefers by its `Accept` header, weighed by RFC 9110 (12.5.1): the most specific range counts.
 * The envelope, unless the caller prefers problems; docs/errors.md has examples.
 * @param accept several headers joined by commas, as the gateway joins them.
 */
export function acceptedForm(accept = ''): ErrorForm {
  const ranges = splitUnquoted(accept, ',')
    .filter((text) => text !== '')
    .map(readRange);
  return weightOf('problem+json', ranges) > weightOf('json', ranges) ? 'problem' : 'envelope';
}

interface AcceptedRange {
  readonly type: string;
  readonly weight: number;
}

/** A range without a weight has 1. An unreadable weight counts as 0, so that nobody gets a form by mistake. */
function readRange(text: string): AcceptedRange {
  const { type, parameters } = readMediaType(text);
  const [, weight = '1'] = parameters.find(([name]) => name === 'q') ?? [];
  return { type, weight: /^(0(\.\d*)?|1(\.0*)?)$/.test(weight) ? Number(weight) : 0 };
}

/** The weight of the most specific matching range; of two equal ranges, the higher one. */
function weightOf(subtype: string, ranges: readonly AcceptedRange[]): number {
  for (const type of [`application/${subtype}`, 'application/*', '*/*']) {
    const fitting = ranges.filter((range) => range.type === type);
    if (fitting.length > 0) return fitting.reduce((most, { weight }) => Math.max(most, weight), 0);
  }
  return 0;
}
