import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import type { LicenseAnnouncer } from '../expiry/license-announcer.ts';
import type { AlarmTopic } from './alarm-topic.ts';
import { ImpactAlarm } from './impact-alarm.ts';
import { serviceMetric } from './service-metric.ts';

export interface AnnouncementAlarmProps {
  readonly configuration: StageConfiguration;
  readonly topic: AlarmTopic;
  readonly announcer: LicenseAnnouncer;
}

/** A run that did everything leaves the mark as old as it took itself, a quarter of an hour at most. */
const BEHIND_SECONDS = 30 * 60;

/**
 * Whether announcements are three hours late. Three runs in a row that leave the mark behind, or no run at all, come to the same:
 * each hour without progress makes it an hour older.
 */
export class AnnouncementAlarm extends ImpactAlarm {
  constructor(scope: Construct, id: string, { configuration, topic, announcer }: AnnouncementAlarmProps) {
    const behind = serviceMetric(announcer, 'AnnouncementsBehindSeconds', 'Maximum');
    super(scope, id, {
      configuration,
      topic,
      thing: 'announcements-behind',
      metric: behind.with({ period: Duration.hours(1) }),
      threshold: BEHIND_SECONDS,
      periods: [3, 3],
      missingIsBreaching: true,
      wrong: 'Licences that are about to expire have not been announced for three hours.',
      effect: 'Whoever renews licences is told late. None is left out: the next run that succeeds makes up for it.',
      runbook: 'licenses-not-announced',
    });
  }
}
