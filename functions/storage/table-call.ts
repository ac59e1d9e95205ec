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

/** A call of a function to the MISP table. Its role allows these calls and no others. */
export type TableCall =
  | {
      readonly action: 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem';
      readonly keys: readonly [ItemKeyPattern, ...ItemKeyPattern[]];
    }
  | { readonly action: 'Query'; readonly index: IndexName };
