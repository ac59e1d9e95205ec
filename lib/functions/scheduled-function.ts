import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { VariableName } from '../../functions/environment/environment.ts';
import { physicalName } from '../configuration/physical-name.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

/** A function that runs at a fixed rate. It must tolerate concurrent and missed runs. */
export class ScheduledFunction<Variables extends VariableName> extends ServiceFunction<Variables> {
  readonly #props: Pick<ServiceFunctionProps<Variables>, 'configuration' | 'name' | 'description'>;

  constructor(scope: Construct, id: string, props: Omit<ServiceFunctionProps<Variables>, 'timeout'>) {
    // The function itself stops a minute earlier.
    super(scope, id, { ...props, timeout: Duration.minutes(14) });
    this.#props = props;
  }

  /** @param missedRuns gets runs that could not be started. */
  protected runEvery(interval: Duration, missedRuns?: IQueue): void {
    const { configuration, name, description } = this.#props;
    // The next run is the retry. Lambda drops a run that has not started by then, instead of keeping it for six hours
    // by default.
    this.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: interval });
    const deadLetters = missedRuns === undefined ? {} : { deadLetterQueue: missedRuns };
    new Rule(this, 'Schedule', {
      ruleName: physicalName(configuration, name),
      description,
      schedule: Schedule.rate(interval),
      targets: [new LambdaFunction(this.function, { ...deadLetters, retryAttempts: 2, maxEventAge: interval })],
    });
  }
}
