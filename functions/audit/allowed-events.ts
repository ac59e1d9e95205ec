import type { OperationName } from '../operations.ts';
import type { CatalogKey } from './catalog.ts';
import * as event from './events.ts';

/** The function that announces expiring licences, as in the ids of its rows. */
export const ANNOUNCER = 'announce-expiring-licenses';

/** The events that one operation can leave for the bus. */
export interface AllowedEvents {
  readonly records: readonly CatalogKey[];
  /** The domain events: a licence's effect changed, or a licence expires soon. */
  readonly domainEvents: 'none' | 'verdict-changes' | 'expiry-notice';
}

/** Everything that puts rows into the outbox: the operations and the announcement of expiring licences. */
export type RowWriter = OperationName | typeof ANNOUNCER;

/** Events that any change of one MISP can leave because of its headers, and when the right is missing. */
const ofChanges = [
  event.accessDeniedToMisp,
  event.versionMismatch,
  event.idempotencyKeyConflictAboutMisp,
  event.requestRepeatedAboutMisp,
] as const;

/**
 * The events that each operation can leave for the bus, over all its paths (docs/audit.md shows them). Publisher and
 * sweeper refuse a row with anything else, so no function can act for another. A test compares this table with the
 * table of audit sequences. Of `operations.ts` this imports only a type, so its schemas stay out of the publisher's
 * bundle.
 */
export const allowedEvents: Readonly<Record<RowWriter, AllowedEvents>> = {
  'register-misp': {
    records: [
      event.registrationRequested,
      event.mispIdDrawn,
      event.mispDetailsCreated,
      event.mispCreated,
      event.registrationSucceeded,
      event.registrationRefusedForEmail,
      event.registrationRefusedForName,
      event.accessDenied,
      event.idempotencyKeyConflict,
      event.requestRepeated,
      event.requestRepeatedAboutMisp,
    ],
    domainEvents: 'none',
  },
  'process-misp-status': {
    records: [
      event.approvalChangeRequested,
      event.approvalMispIdValidated,
      event.approvalStatusUpdated,
      event.licenseKeyGenerated,
      event.approvalChangeSucceeded,
      event.licenseStatusUpdated,
      event.noKeyForRejectedMisp,
      event.approvalWordUnknown,
      event.mispUnknown,
      event.alreadyInApprovalStatus,
      event.approvalRefusedDeactivated,
      event.approvalRefusedTooManyKeys,
      event.approvalNeedsAnotherPerson,
      event.mispTooLarge,
      ...ofChanges,
    ],
    domainEvents: 'verdict-changes',
  },
  'update-misp': {
    records: [
      event.updateRequested,
      event.updateReturned,
      event.updateSucceeded,
      event.updateRefusedForEmail,
      event.mispUnknown,
      event.updateRefusedForName,
      event.mispTooLarge,
      ...ofChanges,
    ],
    domainEvents: 'none',
  },
  'validate-license-key': {
    records: [
      event.validationRequested,
      event.licenseFetched,
      event.verdictReached,
      event.validationSucceeded,
      event.licenseKeyUnknown,
      event.validatedKeyOfAnotherMisp,
      event.accessDeniedToMisp,
    ],
    domainEvents: 'none',
  },
  'update-misp-status': {
    records: [
      event.activityChangeRequested,
      event.activityStatusUpdated,
      event.licenseStatusUpdated,
      event.activityStatusReported,
      event.activityChangeSucceeded,
      event.activityWordUnknown,
      event.mispUnknown,
      event.mispTooLarge,
      ...ofChanges,
    ],
    domainEvents: 'verdict-changes',
  },
  'update-license-key-status': {
    records: [
      event.keySwitchRequested,
      event.keySwitchUpdated,
      event.keySwitchSucceeded,
      event.keySwitchWordUnknown,
      event.licenseKeyUnknown,
      event.switchedKeyOfAnotherMisp,
      event.keySwitchRefusedExpired,
      event.mispTooLarge,
      ...ofChanges,
    ],
    domainEvents: 'verdict-changes',
  },
  'list-misps': {
    records: [event.listRequested, event.listSucceeded, event.listEmpty, event.accessDenied],
    domainEvents: 'none',
  },
  'get-misp': {
    records: [
      event.detailsRequested,
      event.detailsFetched,
      event.detailsSucceeded,
      event.mispUnknown,
      event.accessDeniedToMisp,
    ],
    domainEvents: 'none',
  },
  'find-misps-by-name': {
    records: [event.searchRequested, event.searchSucceeded, event.searchEmpty, event.accessDenied],
    domainEvents: 'none',
  },
  'download-license-key': {
    records: [
      event.downloadRequested,
      event.licenseKeyGenerated,
      event.downloadSucceeded,
      event.mispUnknown,
      event.downloadRefusedNotApproved,
      event.downloadRefusedNotActive,
      event.downloadRefusedNoKey,
      event.downloadRefusedNoActiveKey,
      event.downloadRefusedTooManyKeys,
      event.mispTooLarge,
      event.accessDeniedToMisp,
    ],
    domainEvents: 'verdict-changes',
  },
  'rotate-license-key': {
    records: [
      event.rotationRequested,
      event.licenseKeyGenerated,
      event.licenseKeyRotated,
      event.rotationSucceeded,
      event.mispUnknown,
      event.rotationRefusedNotApproved,
      event.rotationRefusedNotActive,
      event.rotationRefusedTooManyKeys,
      event.mispTooLarge,
      ...ofChanges,
    ],
    domainEvents: 'verdict-changes',
  },
  'change-license-validity': {
    records: [
      event.validityChangeRequested,
      event.licenseValidityChanged,
      event.validityChangeSucceeded,
      event.licenseKeyUnknown,
      event.switchedKeyOfAnotherMisp,
      event.validityChangeRefusedExpired,
      event.mispTooLarge,
      ...ofChanges,
    ],
    domainEvents: 'verdict-changes',
  },
  [ANNOUNCER]: { records: [], domainEvents: 'expiry-notice' },
};
