import * as z from 'zod/mini';
import type { RunnableTemplate } from '../../template/resources.ts';

/** What policies need to know about a table. */
export interface SecuredTable {
  readonly name: string;
  readonly arn: string;
  readonly partitionKey: string;
  /** Partition keys of the indexes, by index name. */
  readonly indexes: ReadonlyMap<string, string>;
  /** The customer managed key that encrypts it. */
  readonly encryptionKey: string | undefined;
}

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.string() }));
const properties = z.object({
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z._default(z.array(z.object({ IndexName: z.string(), KeySchema: keySchema })), []),
  SSESpecification: z.optional(z.object({ KMSMasterKeyId: z.optional(z.string()) })),
  ResourcePolicy: z.optional(z.never()),
});

/** The tables of a template. @throws Error naming a table with a resource policy, which is not supported. */
export function securedTables(template: RunnableTemplate): readonly SecuredTable[] {
  return template.ofType('AWS::DynamoDB::Table').map((table) => {
    const parsed = properties.safeParse(table.properties);
    if (!parsed.success || table.arn === undefined) {
      throw new Error(`${table.type} ${table.logicalId}: its keys or its own policy cannot be evaluated here`);
    }
    const { KeySchema, GlobalSecondaryIndexes, SSESpecification } = parsed.data;
    return {
      name: table.name,
      arn: table.arn,
      partitionKey: partitionKeyOf(KeySchema),
      indexes: new Map(GlobalSecondaryIndexes.map((index) => [index.IndexName, partitionKeyOf(index.KeySchema)])),
      encryptionKey: SSESpecification?.KMSMasterKeyId,
    };
  });
}

function partitionKeyOf(schema: z.infer<typeof keySchema>): string {
  return schema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? '';
}
