/**
 * Spellings of names, by the form in which they are compared. A table instead of a rule: what the service computes is
 * compared with what a person wrote.
 */
const spellings: Readonly<Record<string, readonly string[]>> = {
  acme: ['Acme', 'ACME', '  acme ', '\uff21\uff43\uff4d\uff45', 'Ac\u200bme', 'ac\u00adME\ufeff'],
  'acme telecom': ['Acme Telecom', 'ACME   TELECOM', 'acme\u00a0telecom', ' Acme\u2003Telecom'],
  'acme telecom 2': ['Acme Telecom 2', 'acme telecom \u00b2'],
  stra\u00dfe: ['Stra\u00dfe', 'STRA\u1e9eE'],
  strasse: ['Strasse', 'STRASSE'],
  istanbul: ['Istanbul', 'ISTANBUL'],
  'i\u0307stanbul': ['\u0130stanbul'],
  // The small letter has a composed form, the capital has none.
  '\u01f0azz': ['J\u030cazz', '\u01f0AZZ'],
  '100%_*': ['100%_*'],
  // One sigma, at any position.
  \u03c6\u03c9\u03c3: ['\u03a6\u03a9\u03a3', '\u03c6\u03c9\u03c2', '\u03c6\u03c9\u03c3'],
  '7': ['7'],
  // No path of a search can contain these.
  'a/b? c': ['A/B?  c'],
  // UTF-16 sorts these two in the opposite order to UTF-8, which is DynamoDB's.
  '\ue000 co': ['\ue000 Co'],
  '\u{1f680} co': ['\u{1f680} CO', '\u{1f680}\u3000co'],
};

const compared = new Map(
  Object.entries(spellings).flatMap(([form, written]) => written.map((name) => [name, form] as const)),
);

/** Every spelling of every name, in the order of the table. */
export const nameSpellings: readonly string[] = [...compared.keys()];

/** Prefixes to search for, with the form in which they are compared. */
const prefixes: Readonly<Record<string, string>> = {
  a: 'a',
  AC: 'ac',
  '\uff21': 'a',
  'Acme ': 'acme',
  'acme  T': 'acme t',
  'ACME Telecom 2': 'acme telecom 2',
  STRA: 'stra',
  Stra\u00df: 'stra\u00df',
  I: 'i',
  '\u0130': 'i\u0307',
  '\u03a6\u03a9\u03a3': '\u03c6\u03c9\u03c3',
  J: 'j',
  J\u030c: '\u01f0',
  '100%': '100%',
  // Neither of these is a wildcard.
  '%': '%',
  'a*': 'a*',
  '\u{1f680}': '\u{1f680}',
  zz: 'zz',
  ' ': '',
};

export const prefixSpellings: readonly string[] = Object.keys(prefixes);

/** Prefixes that a query can contain, but no path. */
const queryPrefixes: Readonly<Record<string, string>> = { '': '', 'a/': 'a/', 'A/B?': 'a/b?', '?': '?' };

/** All values of the filter by name. */
export const filterSpellings: readonly string[] = [...prefixSpellings, ...Object.keys(queryPrefixes)];

/** Plain words, as in the numbered MISPs of the proofs: normalizing only lowers their case. */
const PLAIN = /^[a-z\d.]+( [a-z\d.]+)*$/i;

/** The compared form of a name of the table, or of plain words. */
export function comparedName(name: string): string {
  const form = compared.get(name) ?? (PLAIN.test(name) ? name.toLowerCase() : undefined);
  if (form === undefined) throw new Error(`The table of names does not have ${JSON.stringify(name)}`);
  return form;
}

/** The compared form of a prefix of the table. */
export function comparedPrefix(prefix: string): string {
  const form = prefixes[prefix] ?? queryPrefixes[prefix];
  if (form === undefined) throw new Error(`The table of prefixes does not have ${JSON.stringify(prefix)}`);
  return form;
}
