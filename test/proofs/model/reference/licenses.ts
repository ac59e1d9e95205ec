import type { Call } from './call.ts';
import type { Reason } from './expected.ts';
import type { KnownLicense, KnownMisp } from './world.ts';

const VALID_FOR_MS = 90 * 24 * 60 * 60 * 1000;

/** The contract's table of reasons, top to bottom. */
export function reasonFor(misp: KnownMisp, license: KnownLicense, now: number): Reason {
  const table: readonly (readonly [boolean, Reason])[] = [
    [now >= license.to, 'EXPIRED'],
    [misp.approval !== 'approved', 'MISP_REJECTED'],
    [!misp.active, 'MISP_DEACTIVATED'],
    [!license.on, 'LICENSE_DEACTIVATED'],
  ];
  return table.find(([holds]) => holds)?.[1] ?? 'VALID';
}

/** A licence that is issued in this request. */
export function issuedNow(key: string, { by, at }: Call): KnownLicense {
  return {
    key,
    on: true,
    from: at,
    to: at + VALID_FOR_MS,
    createdBy: by.userId,
    createdAt: at,
    updatedBy: null,
    updatedAt: null,
  };
}

/** The licences with the switches of some of them set; those that stand so already are left as they are. */
export function switched(
  licenses: readonly KnownLicense[],
  which: (license: KnownLicense) => boolean,
  on: boolean,
  { by, at }: Call,
): readonly KnownLicense[] {
  return licenses.map((license) =>
    which(license) && license.on !== on ? { ...license, on, updatedBy: by.userId, updatedAt: at } : license,
  );
}
