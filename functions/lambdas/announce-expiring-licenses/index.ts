import type { Context } from 'aws-lambda';
import { announcerVariables, readEnvironment } from '../../environment/environment.ts';
import { connectedDocumentClient } from '../../storage/document-client.ts';
import { DynamoDbMispStore } from '../../storage/dynamodb-misp-store.ts';
import { DynamoDbNoticeStore } from '../../storage/dynamodb-notice-store.ts';
import { writeLog } from '../../telemetry/log.ts';
import { metricsOf } from '../../telemetry/metrics.ts';
import { announceExpiringLicenses } from './announce-expiring-licenses.ts';

/** Reserved from the function's time, to move the checkpoint and to report. */
const REPORT_TIME_MS = 60 * 1000;
/**
 * The most time for one call, including retries: a MISP that is changed all the time must not use up the time of the
 * others.
 */
const CALL_TIME_MS = 10 * 1000;

const environment = readEnvironment(announcerVariables, process.env);
const client = await connectedDocumentClient();
const tables = { misps: environment.MISPS_TABLE, outbox: environment.AUDIT_OUTBOX_TABLE };

export const handler = (_event: unknown, context: Context): Promise<void> => {
  const { functionName, awsRequestId } = context;
  const end = performance.now() + context.getRemainingTimeInMillis();
  const deadlineOfCall = () => Math.min(performance.now() + CALL_TIME_MS, end - CALL_TIME_MS);
  return announceExpiringLicenses({
    misps: { get: (mispId) => new DynamoDbMispStore(client, tables, deadlineOfCall()).get(mispId) },
    notices: new DynamoDbNoticeStore(client, tables, deadlineOfCall),
    thresholds: environment.EXPIRY_NOTICE_DAYS,
    caller: { userId: functionName, userName: functionName },
    requestId: awsRequestId,
    clock: Date.now,
    timeLeft: () => end - REPORT_TIME_MS - performance.now(),
    log: writeLog,
    metrics: metricsOf(environment.SERVICE),
  });
};
