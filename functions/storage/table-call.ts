import type { IndexName } from './table-schema.ts';

/** Kinds of items in the MISP table, by the prefix of their key. */
export type ItemKeyPattern =
  | 'MISP#*'
  | 'NAME#*'
  | 'KEY#*'
  | 'COUNTER'
  | 'NOTICE#*'
  | 'ANNOUNCED'
  | `REQUEST#${string}#*`;

/** A call to the MISP table that a function makes: what its role allows, and nothing else. */
export type TableCall =
  | {
      readonly action: 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem';
      readonly keys: readonly [ItemKeyPattern, ...ItemKeyPattern[]];
    }
  | { readonly action: 'Query'; readonly index: IndexName };
