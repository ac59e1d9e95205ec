import { importedLicense } from '../model/imported.ts';
import { comparedName, nameSpellings } from '../model/reference/names.ts';
import {
  approvalsAtTheBound,
  crowdForOneMisp,
  expired,
  renewalsAtTheBound,
  switchedOffAgainstDownload,
} from './license-races.ts';
import { NOW, type Race, startOf } from './race.ts';
import { decide, download, misp, NAME, register, rename, setActivity } from './requests.ts';

const WANTED = 'Acme Telecom';
/** Eight spellings that the rule for names takes for the same name; some of them twice. */
function spellings(name: string): readonly string[] {
  const some = [...nameSpellings, name].filter((one) => comparedName(one) === name);
  return [...some, ...some].slice(0, 8);
}

const DAY_MS = 24 * 60 * 60 * 1000;
const license = (on: boolean) => ({
  ...importedLicense('First', on, NOW - DAY_MS, NOW + 89 * DAY_MS),
  issuedInVersion: 2,
});

/** The MISP of the approvals and rejections. */
const registered = misp({ approval: 'Inprogress' });
const approvedOnce = misp({ approval: 'approved', version: 2, editors: [], licenses: [license(true)] });
const rejectedAtOnce = misp({ approval: 'rejected', version: 2, editors: [] });
const rejectedLater = misp({ approval: 'rejected', version: 3, editors: [], licenses: [license(false)] });

const sameName: Race = {
  name: 'the same name registered by 8 callers',
  variants: ['acme', 'acme telecom'].map((name) => startOf(undefined, ...spellings(name).map(register))),
};

const twoApprovals: Race = {
  name: 'two approvals',
  variants: [registered, rejectedAtOnce, rejectedLater].map((one) =>
    startOf(one, decide('approved'), decide('Approved')),
  ),
};

const approveAgainstReject: Race = {
  name: 'approve against reject',
  variants: [registered, approvedOnce, rejectedAtOnce].map((one) =>
    startOf(one, decide('approved'), decide('rejected')),
  ),
};

const twoDownloads: Race = {
  name: 'two downloads of an expired licence',
  variants: [startOf(misp({ licenses: expired(1) }), download, download)],
};

const deactivateAgainstApprove: Race = {
  name: 'de-activation against approval',
  variants: [registered, rejectedLater].map((one) => startOf(one, decide('approved'), setActivity('De-active'))),
};

const renameAgainstRegister: Race = {
  name: 'rename against register',
  variants: [
    startOf(registered, rename(WANTED), register('ACME   TELECOM')),
    // The rename frees the name that is registered.
    startOf(registered, rename(WANTED), register(NAME)),
  ],
};

export const allRaces: readonly Race[] = [
  sameName,
  twoApprovals,
  approveAgainstReject,
  twoDownloads,
  deactivateAgainstApprove,
  renameAgainstRegister,
  switchedOffAgainstDownload,
  approvalsAtTheBound,
  renewalsAtTheBound,
  crowdForOneMisp,
];
