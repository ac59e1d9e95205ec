/** A resource of a synthesized template whose intrinsic functions have been replaced by the values they have here. */
export interface Resource {
  readonly logicalId: string;
  /** For example `AWS::DynamoDB::Table`. */
  readonly type: string;
  /** The name that this machine uses for it: what `Ref` gives. */
  readonly name: string;
  /** Its ARN, where resources of its type have one. */
  readonly arn: string | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A synthesized stack, ready to be run. */
export interface RunnableTemplate {
  readonly stackName: string;
  /** The folder of the cloud assembly; asset paths are relative to it. */
  readonly folder: string;
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, string>>;
  ofType(type: string): readonly Resource[];
  /** @throws Error naming the ARN when nothing in the template has it. */
  byArn(arn: string): Resource;
}
