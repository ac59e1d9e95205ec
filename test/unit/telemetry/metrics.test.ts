import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { metricsOf, metricUnits } from '../../../functions/telemetry/metrics.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

/** The line written for these values. */
function written(values: Parameters<ReturnType<typeof metricsOf>>[0]): unknown {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  jest.useFakeTimers({ now: 1_772_360_430_456 });
  metricsOf('misp-test')(values);
  jest.useRealTimers();
  expect(write).toHaveBeenCalledTimes(1);
  const [line] = write.mock.calls[0]!;
  expect(line).toMatch(/^[^\n]+\n$/);
  return JSON.parse(String(line));
}

describe('metrics', () => {
  test('are a line in the embedded metric format', () => {
    expect(written({ OutboxRows: 3, OutboxOldestAgeSeconds: 12.5, OutboxPoisonRows: 0 })).toEqual({
      _aws: {
        Timestamp: 1_772_360_430_456,
        CloudWatchMetrics: [
          {
            Namespace: 'MispManagement',
            Dimensions: [['Service']],
            Metrics: [
              { Name: 'OutboxRows', Unit: 'Count' },
              { Name: 'OutboxOldestAgeSeconds', Unit: 'Seconds' },
              { Name: 'OutboxPoisonRows', Unit: 'Count' },
            ],
          },
        ],
      },
      Service: 'misp-test',
      OutboxRows: 3,
      OutboxOldestAgeSeconds: 12.5,
      OutboxPoisonRows: 0,
    });
  });

  test('declare only existing metrics', () => {
    const values = { RequestsTurnedAway: 1, toString: 2 } as { RequestsTurnedAway: number };
    expect(written(values)).toMatchObject({
      _aws: { CloudWatchMetrics: [{ Metrics: [{ Name: 'RequestsTurnedAway', Unit: 'Count' }] }] },
    });
  });

  test('are these', () => {
    expect(metricUnits).toEqual({
      RequestsTurnedAway: 'Count',
      RequestsFailed: 'Count',
      RequestsContended: 'Count',
      TokensRefused: 'Count',
      StoreUnavailable: 'Count',
      MispItemTooLarge: 'Count',
      AuditRecordsPublished: 'Count',
      AuditEntriesRefused: 'Count',
      OutboxRowsDelayed: 'Count',
      OutboxRows: 'Count',
      OutboxOldestAgeSeconds: 'Seconds',
      OutboxPoisonRows: 'Count',
      LicensesAnnounced: 'Count',
      AnnouncementsBehindSeconds: 'Seconds',
    });
  });
});
