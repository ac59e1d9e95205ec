import * as z from 'zod/mini';
import {
  type Documentation,
  describeFields,
  type FieldDescription,
  type FieldDescriptions,
  nameSchema,
} from '../openapi/documented.ts';
import { auditRecord, licensesExpiring, licenseVerdictChanged } from './event-schemas.ts';

/** Names, descriptions and examples of the event schemas. */
export const describedEvents = z.registry<Documentation>();

/** For values that later versions extend. Verdicts stay the same. */
const GROWS = 'Later versions add values.';

const RECORD_ID: FieldDescription = {
  description: 'The same on every redelivery, and on no other event. Drop an event if you have seen its `recordId`.',
  examples: ['01KJN7ZHG80000000000000000-1'],
};
const MISP_VERSION = 'Every change of a MISP or of one of its licences raises it by one.';
const LICENSE_KEY_HASH: FieldDescription = {
  description: 'The licence: SHA-256 of its key in lower-case hex. No key is ever on the bus.',
};
const MISP_ID: FieldDescription = { description: 'The id of the MISP.', examples: ['100'] };

nameSchema(
  auditRecord,
  'AuditRecord',
  'One step of one request. Its detail-type is its `eventName`. A request leaves one or more records, in one row. `sequence` is their order. ' +
    'Absent fields do not apply.',
  describedEvents,
);
describeFields(
  auditRecord.shape,
  {
    recordId: RECORD_ID,
    eventId: {
      description: `What happened. Some ids have two meanings, and \`description\` shows which. ${GROWS}`,
      examples: ['PMS_MSP_202'],
    },
    eventType: { description: 'Who acts: the user, or the system on behalf of one.' },
    eventName: { description: `The name of the event, and its detail-type. ${GROWS}` },
    description: { description: 'What happened, in a sentence. It is for people, and its wording may change.' },
    id: { description: 'What the record refers to: `NO_ID`, or the id of a MISP.' },
    idType: { description: 'The kind of `id`.' },
    actionTimeStamp: {
      description: 'When the request was decided, in UTC. All records of a request have the same time.',
    },
    applicationId: { description: 'Always the same, as MOSIP assigns it.' },
    applicationName: { description: 'Always the same.' },
    moduleId: { description: 'Always the same.' },
    moduleName: { description: 'Always the same.' },
    sessionUserId: {
      description: "The caller's id from the token. An e-mail address or phone number there becomes a pseudonym.",
    },
    sessionUserName: { description: "The caller's name from the token; the id if the token has none." },
    createdBy: { description: 'The same as `sessionUserId`.' },
    hostName: { description: 'The function that handled the request.' },
    hostIp: { description: "The caller's source address, IPv4 or IPv6." },
    mispId: {
      description:
        'The MISP that the request was about, if known. `INVALID` if the caller named something that cannot be the id of a MISP.',
      examples: ['100'],
    },
    operation: { description: `The operation that was requested. ${GROWS}` },
    outcome: { description: '`success`, or the error code that the caller got.', examples: ['success', 'PMS_MSP_404'] },
    requestId: { description: 'The request: the header `apigw-requestid` of its answer.' },
    sequence: { description: 'The place of the record in its request, from 1 without gaps.' },
    version: { description: `The version of the MISP after the change; absent if nothing changed. ${MISP_VERSION}` },
    licenseKeyHash: LICENSE_KEY_HASH,
    verdict: { description: 'The result of the validation. Only `VALID` means that the licence works.' },
    repeatedRequestId: {
      description: 'In a repeat (PMS_MSP_154): the `requestId` of the request whose answer was given again.',
    },
    removedLicenseKeyHashes: {
      description:
        'In PMS_MSP_121: the licences that were removed to make room for a new one. They had expired, or this rotation ended them.',
    },
  } satisfies FieldDescriptions<typeof auditRecord.shape>,
  describedEvents,
);

nameSchema(
  licenseVerdictChanged,
  'LicenseVerdictChanged',
  'The effect of a licence has changed: whether it works, or when it ends. For each MISP and licence keep the event with the highest `version`. ' +
    'A licence that expires sends no event: apply `validTo`.',
  describedEvents,
);
describeFields(
  licenseVerdictChanged.shape,
  {
    recordId: RECORD_ID,
    mispId: MISP_ID,
    version: { description: `The version of the MISP after this change. ${MISP_VERSION}` },
    licenseKeyHash: LICENSE_KEY_HASH,
    active: { description: 'Whether the licence works, until `validTo`.' },
    validTo: { description: 'The licence is expired from this time on. UTC.' },
    reason: { description: 'Why it works or does not. `VALID` if `active` is true.' },
    changedAt: { description: 'When the change was decided, in UTC. Order events by `version`, not by this time.' },
  } satisfies FieldDescriptions<typeof licenseVerdictChanged.shape>,
  describedEvents,
);

nameSchema(
  licensesExpiring,
  'LicensesExpiring',
  'A MISP is about to run out of licences that work. Sent once for each MISP, end and threshold.',
  describedEvents,
);
describeFields(
  licensesExpiring.shape,
  {
    recordId: RECORD_ID,
    mispId: MISP_ID,
    version: { description: `The version of the MISP when it was read. ${MISP_VERSION}` },
    licenseKeyHash: {
      description:
        'The licence that ends last, of those that are switched on: SHA-256 of its key in lower-case hex. No key is ever on the bus.',
    },
    validTo: { description: 'When that licence expires. UTC.' },
    daysLeft: { description: 'Days until then, rounded up. 0 if it has expired.' },
    notice: {
      description:
        'The threshold that is due, in days. `daysLeft` can be much less if nothing was announced for a while.',
    },
  } satisfies FieldDescriptions<typeof licensesExpiring.shape>,
  describedEvents,
);
