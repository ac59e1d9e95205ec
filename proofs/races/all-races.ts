import { expiredLicense, imported, newKey, newName } from '../../test/scenarios/arrangements.ts';
import { activityRequest, statusRequest, updateRequest } from '../../test/scenarios/requests.ts';
import {
  approvalsAtTheBound,
  crowdForOneMisp,
  renewalsAtTheBound,
  switchedOffAgainstDownload,
} from './license-races.ts';
import type { Ending, Race, Standing, Start } from './race.ts';
import type { RaceService } from './race-service.ts';
import { download, register } from './requests.ts';

const NAME_TAKEN = 'PMS_MSP_402';
const ALREADY = 'PMS_MSP_404';
const NOT_ACTIVE = 'PMS_MSP_405';

const standing = (
  state: `${Standing['status']}/${'active' | 'de-active'}`,
  licenses: number,
  working: number,
): Standing => {
  const [word, activity] = state.split('/');
  return { status: word as Standing['status'], isActive: activity === 'active', licenses, working };
};
const ending = (outcomes: readonly string[], last?: Standing): Ending => ({
  outcomes,
  ...(last === undefined ? {} : { standing: last }),
});

async function registeredWith(service: RaceService, name = newName()): Promise<string> {
  const { response } = await service.send(register(name));
  return String(response?.mispID);
}

/** A MISP that has been through these approvals and rejections, one after the other. */
async function misp(service: RaceService, ...words: readonly string[]): Promise<string> {
  const id = await registeredWith(service);
  for (const word of words) await service.send(statusRequest(id, word));
  return id;
}

/** The same name to the rule that compares names, never to the eye. */
const spellings: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.toUpperCase(),
  (name) => name.replaceAll(' ', '  '),
  (name) => ` ${name} `,
  (name) => name.toLowerCase(),
  (name) => name.replace('A', '\uff21'),
  (name) => name.replace(' ', '\u00a0'),
  (name) => name,
];

const sameName: Race = {
  name: 'the same name registered by 8 callers',
  variants: [
    async () => {
      const name = newName();
      const endings = spellings.map((_, winner) =>
        ending(spellings.map((__, caller) => (caller === winner ? 'success' : NAME_TAKEN))),
      );
      return { requests: spellings.map((spell) => register(spell(name))), endings };
    },
  ],
};

const twoApprovals: Race = {
  name: 'two approvals',
  variants: [
    async (service) => approvals(await misp(service), 1),
    async (service) => approvals(await misp(service, 'rejected'), 1),
    async (service) => approvals(await misp(service, 'approved', 'rejected'), 2),
  ],
};

function approvals(mispId: string, licenses: number): Start {
  const last = standing('approved/active', licenses, 1);
  return {
    mispId,
    requests: [statusRequest(mispId, 'approved'), statusRequest(mispId, 'Approved')],
    endings: [ending(['success', ALREADY], last), ending([ALREADY, 'success'], last)],
  };
}

const approveAgainstReject: Race = {
  name: 'approve against reject',
  variants: [
    async (service) =>
      verdicts(await misp(service), [
        ending(['success', 'success'], standing('rejected/active', 1, 0)),
        ending(['success', 'success'], standing('approved/active', 1, 1)),
      ]),
    async (service) =>
      verdicts(await misp(service, 'approved'), [
        ending([ALREADY, 'success'], standing('rejected/active', 1, 0)),
        ending(['success', 'success'], standing('approved/active', 2, 1)),
      ]),
    async (service) =>
      verdicts(await misp(service, 'rejected'), [
        ending(['success', 'success'], standing('rejected/active', 1, 0)),
        ending(['success', ALREADY], standing('approved/active', 1, 1)),
      ]),
  ],
};

const verdicts = (mispId: string, endings: readonly Ending[]): Start => ({
  mispId,
  requests: [statusRequest(mispId, 'approved'), statusRequest(mispId, 'rejected')],
  endings,
});

const twoDownloads: Race = {
  name: 'two downloads of an expired licence',
  variants: [
    async (service) => {
      const { id } = await imported(service, { licenses: [expiredLicense(newKey())] });
      return {
        mispId: id,
        requests: [download(id), download(id)],
        endings: [ending(['success', 'success'], standing('approved/active', 2, 1))],
        judge: ([one, other]) =>
          one?.response?.licenseKey === other?.response?.licenseKey ? undefined : 'the two were given different keys',
      };
    },
  ],
};

const deactivateAgainstApprove: Race = {
  name: 'de-activation against approval',
  variants: [
    async (service) => approvalAndEnd(await misp(service), 0),
    async (service) => approvalAndEnd(await misp(service, 'approved', 'rejected'), 1),
  ],
};

function approvalAndEnd(mispId: string, licenses: number): Start {
  const before = licenses === 0 ? 'Inprogress' : 'rejected';
  return {
    mispId,
    requests: [statusRequest(mispId, 'approved'), activityRequest(mispId, 'De-active')],
    endings: [
      ending(['success', 'success'], standing('approved/de-active', licenses + 1, 0)),
      ending([NOT_ACTIVE, 'success'], standing(`${before}/de-active`, licenses, 0)),
    ],
  };
}

const renameAgainstRegister: Race = {
  name: 'rename against register',
  variants: [
    async (service) => {
      const [id, wanted] = [await registeredWith(service), newName()];
      return {
        mispId: id,
        requests: [updateRequest(id, wanted), register(wanted.toUpperCase())],
        endings: [ending(['success', NAME_TAKEN]), ending([NAME_TAKEN, 'success'])],
      };
    },
    // The name that the rename gives up is the one that is registered.
    async (service) => {
      const old = newName();
      const id = await registeredWith(service, old);
      return {
        mispId: id,
        requests: [updateRequest(id, newName()), register(old)],
        endings: [ending(['success', 'success']), ending(['success', NAME_TAKEN])],
      };
    },
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
