import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type AlarmContext, ImpactAlarm } from './impact-alarm.ts';
import { serviceMetric } from './service-metric.ts';

/** A run that did everything leaves the mark as old as it took itself, a quarter of an hour at most. */
const BEHIND_SECONDS = 30 * 60;

/**
 * Whether announcements are three hours late. Three runs in a row that leave the mark behind, or no run at all, come to the same:
 * each hour without progress makes it an hour older.
 */
export class AnnouncementAlarm extends ImpactAlarm {
  constructor(scope: Construct, { configuration, topic }: AlarmContext) {
    const behind = serviceMetric(configuration, 'AnnouncementsBehindSeconds', 'Maximum');
    super(scope, 'licenses-not-announced', {
      configuration,
      topic,
      metric: behind.with({ period: Duration.hours(1) }),
      threshold: BEHIND_SECONDS,
      periods: [3, 3],
      missing: 'alarming',
      wrong: 'Licences that are about to expire have not been announced for three hours.',
      impact:
        'Callers are served. Those who renew licences hear of it late. None is left out: the next run that succeeds catches up.',
      runbook: 'licenses-not-announced',
    });
  }
}
