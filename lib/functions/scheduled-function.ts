import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import type { VariableName } from '../../functions/environment/environment.ts';
import { DeadLetterQueue } from '../audit/dead-letter-queue.ts';
import { physicalName } from '../configuration/physical-name.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

export interface ScheduledFunctionProps<Variables extends VariableName>
  extends Omit<ServiceFunctionProps<Variables>, 'timeout'> {
  readonly interval: Duration;
  /** What the schedule is for, in the console. */
  readonly schedule: string;
}

/** A function that runs at a fixed rate. It must bear two runs at once, and a run that never came. */
export class ScheduledFunction<Variables extends VariableName> extends ServiceFunction<Variables> {
  /** Runs that could not be started. */
  readonly missedRuns: DeadLetterQueue;

  constructor(scope: Construct, id: string, { interval, schedule, ...props }: ScheduledFunctionProps<Variables>) {
    // It stops by itself a minute before.
    super(scope, id, { ...props, timeout: Duration.minutes(14) });
    const { configuration, name } = props;
    // The next run is the retry: one that Lambda has not started by then is dropped, not kept for the six hours of the default.
    this.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: interval });
    this.missedRuns = new DeadLetterQueue(this, 'MissedRuns', { configuration, thing: `${name}-missed` });
    new Rule(this, 'Schedule', {
      ruleName: physicalName(configuration, name),
      description: schedule,
      schedule: Schedule.rate(interval),
      targets: [
        new LambdaFunction(this.function, {
          deadLetterQueue: this.missedRuns,
          retryAttempts: 2,
          maxEventAge: interval,
        }),
      ],
    });
  }
}
