/** A resource of a synthesized template, with its intrinsic functions resolved. */
export interface Resource {
  readonly logicalId: string;
  /** For example `AWS::DynamoDB::Table`. */
  readonly type: string;
  /** The value of `Ref`. */
  readonly name: string;
  /** Its ARN, if its type has one. */
  readonly arn: string | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A synthesized stack, ready to run. */
export interface RunnableTemplate {
  readonly stackName: string;
  /** The folder of the cloud assembly; asset paths are relative to it. */
  readonly folder: string;
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, string>>;
  ofType(type: string): readonly Resource[];
  /** @throws Error naming the ARN if no resource has it. */
  byArn(arn: string): Resource;
}
