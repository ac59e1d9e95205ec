import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type AlarmContext, ImpactAlarm } from './impact-alarm.ts';
import { serviceMetric } from './service-metric.ts';

/** After a complete run, announcements lag by its duration, at most a quarter of an hour. */
const BEHIND_SECONDS = 30 * 60;

/**
 * Alarms if announcements are three hours late: after three incomplete runs in a row, or none at all. Each hour without
 * progress adds an hour to the lag.
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
        'Callers are served. People who renew licences are notified late. No notice is lost: the next successful run catches up.',
      runbook: 'licenses-not-announced',
    });
  }
}
