import type { Asked } from './callers.ts';

/** What a request that made a version can have done, and the digits of the records that this leaves: docs/audit.md, "What each operation leaves". */
export const changeTrails = {
  register: '101,102,103,212,200',
  approve: '104,104,202,121,201',
  reject: '104,104,202,106,105,201',
  update: '107,108,203',
  activate: '112,211,106,113,205',
  'de-activate': '112,211,106,113,205',
  'switch on': '114,115,206',
  'switch off': '114,115,206',
  renew: '120,121,210',
} as const;
export type ChangeKind = keyof typeof changeTrails;

const words: Readonly<Record<string, Readonly<Record<string, ChangeKind>>>> = {
  'process-misp-status': { approved: 'approve', rejected: 'reject' },
  'update-misp-status': { Active: 'activate', 'De-active': 'de-activate' },
  'update-license-key-status': { Active: 'switch on', 'De-active': 'switch off' },
};
const plain: Readonly<Record<string, ChangeKind>> = {
  'register-misp': 'register',
  'update-misp': 'update',
  'download-license-key': 'renew',
};

/** What a request does to a MISP if it changes it at all; undefined for a request that never does. */
export const changeAskedFor = ({ operation, word = '' }: Asked): ChangeKind | undefined =>
  plain[operation] ?? words[operation]?.[word];
