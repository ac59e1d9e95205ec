import * as z from 'zod/mini';
import type { RunnableTemplate } from '../../local/template/resources.ts';

const keySchema = z.array(z.object({ AttributeName: z.string() }));
const indexes = z.optional(z.array(z.object({ KeySchema: keySchema })));
const tableKeys = z.object({
  KeySchema: keySchema,
  GlobalSecondaryIndexes: indexes,
  LocalSecondaryIndexes: indexes,
});

/** The key attributes of each table and its indexes, by the table's name, from the template. */
export type KeyAttributes = ReadonlyMap<string, ReadonlySet<string>>;

export function keyAttributesOf(template: RunnableTemplate): KeyAttributes {
  return new Map(
    template.ofType('AWS::DynamoDB::Table').map(({ name, properties }) => {
      const { KeySchema, GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] } = tableKeys.parse(properties);
      const all = [{ KeySchema }, ...GlobalSecondaryIndexes, ...LocalSecondaryIndexes];
      return [name, new Set(all.flatMap((one) => one.KeySchema.map((key) => key.AttributeName)))] as const;
    }),
  );
}
