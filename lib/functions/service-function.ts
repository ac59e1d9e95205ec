import { join } from 'node:path';
import { type Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, LoggingFormat, Function as NodeFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { EnvironmentValues, VariableName } from '../../functions/environment/environment.ts';
import { physicalName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import { projectFolder } from '../project-folder.ts';
import type { FunctionName } from './function-names.ts';

export interface ServiceFunctionProps<Variables extends VariableName> {
  readonly configuration: StageConfiguration;
  /** Also the name of its folder and bundle. */
  readonly name: FunctionName;
  readonly description: string;
  readonly timeout: Duration;
  /** Exactly the variables that the function reads, as in the type parameter. */
  readonly environment: EnvironmentValues<Variables>;
  /** The function's grants, in addition to its log and its traces. */
  readonly statements: readonly PolicyStatement[];
}

/** The common settings of all functions: each has its own bundle, role, and log group with a retention. */
export class ServiceFunction<Variables extends VariableName> extends Construct {
  readonly function: NodeFunction;
  readonly role: Role;
  readonly functionName: FunctionName;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps<Variables>) {
    super(scope, id);
    this.functionName = props.name;
    const name = physicalName(props.configuration, props.name);
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${name}`,
      retention: props.configuration.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What the function ${name} may do`,
    });
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'X-Ray actions and dynamodb:ListStreams, which the publisher needs, have no resources in IAM. A stack test checks the list of actions.',
    });
    logGroup.grantWrite(this.role);
    for (const statement of props.statements) this.role.addToPolicy(statement);
    const concurrency = props.configuration.reservedConcurrency[props.name];
    this.function = new NodeFunction(this, 'Function', {
      functionName: name,
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(join(projectFolder, 'dist/functions', props.name)),
      handler: 'index.handler',
      memorySize: props.configuration.functionMemory,
      timeout: props.timeout,
      environment: { ...props.environment },
      role: this.role,
      logGroup,
      // The functions print JSON lines themselves. Lambda's JSON format would wrap them again.
      loggingFormat: LoggingFormat.TEXT,
      tracing: props.configuration.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      ...(concurrency === undefined ? {} : { reservedConcurrentExecutions: concurrency }),
    });
  }
}
