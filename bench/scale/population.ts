import { createHash } from 'node:crypto';
import type { License, Misp } from '../../functions/domain/misp.ts';
import { normalizeName } from '../../functions/domain/organization-name.ts';
import { license } from '../../test/scenarios/arrangements.ts';

/** Names come in groups of this size. The names of a group share a prefix that no other name has. */
export const GROUP_SIZE = 10;
/** Sizes are multiples of this, so that every group is whole and both stems have the same share. */
export const SIZE_STEP = 2 * GROUP_SIZE;

const STEMS = ['Telecom', 'Carrier'] as const;
/** A search for it finds every other group: half of the store. */
export const FREQUENT_PREFIX = STEMS[0].toLowerCase();

/** All ids of up to nine million MISPs have seven digits, so that an item's size does not depend on its place in the store. */
const FIRST_ID = 1_000_000;

const SECOND_MS = 1_000;
const DAY_MS = 24 * 60 * 60 * SECOND_MS;
const REGISTRATION_DAYS = 400;

/**
 * The MISPs of a store. Each is computed from its number alone, so any MISP and any page of a list is known without
 * keeping them all. All have the same number of bytes.
 */
export class Population {
  readonly #registered: number;
  readonly #now: number;

  /** @param now the time at which licences are valid or expired, in milliseconds since 1970. */
  constructor(now: number) {
    this.#now = now;
    this.#registered = now - REGISTRATION_DAYS * DAY_MS;
  }

  /** The MISP that was registered as the `index`-th, from 0: approved, with a licence that works and two that do not. */
  at(index: number): Misp {
    const createdAt = this.#registered + index * SECOND_MS;
    const name = `${stemOf(index)} ${groupWord(index)} ${index % GROUP_SIZE}`;
    return {
      id: String(FIRST_ID + index),
      name,
      normalizedName: normalizeName(name),
      address: '12 Residency Road, Bengaluru 560025',
      contactNumber: '+91 98450 12345',
      emailId: 'operations@carrier.example',
      status: 'approved',
      isActive: true,
      activeSince: createdAt,
      userId: 'importer',
      createdBy: 'importer',
      createdAt,
      updatedBy: 'importer',
      updatedAt: createdAt + DAY_MS,
      version: 4,
      editors: [],
      lastRequestId: 'JKJaXmPLvHcESHA=',
      licenses: this.#licensesOf(index),
    };
  }

  /** When the MISP runs out: the later it was registered, the sooner. */
  runsOutAt(index: number): number {
    return this.#now + 360 * DAY_MS - index * SECOND_MS;
  }

  /** What every name of the MISP's group begins with, and no other name. */
  prefixOf(index: number): string {
    return `${stemOf(index)} ${groupWord(index)}`.toLowerCase();
  }

  /** The last id, if there are this many MISPs. */
  lastId(size: number): number {
    return FIRST_ID + size - 1;
  }

  #licensesOf(index: number): readonly License[] {
    const issued = this.#now - 5 * DAY_MS;
    const part = { validFrom: issued, validTo: this.runsOutAt(index) };
    return [
      license({ ...part, key: keyOf(index, 0) }),
      // Issued before the other: a download renews the last one only.
      license({ ...part, key: keyOf(index, 1), isSwitchedOn: false, validFrom: issued - DAY_MS }),
      license({ key: keyOf(index, 2), validFrom: issued - 100 * DAY_MS, validTo: issued - 10 * DAY_MS }),
    ];
  }
}

/** Fifty characters that look like a generated key, always the same for the same licence. */
export function keyOf(index: number | string, place: number): string {
  const digest = createHash('sha512').update(`${index}.${place}`).digest('base64');
  return digest.replaceAll(/[+/=]/g, 'x').slice(0, 50);
}

/**
 * The numbers of the MISPs whose names begin with the frequent prefix, in the order of their names.
 * @param size how many MISPs there are.
 */
export function byFrequentName(size: number): { readonly count: number; indexAt(rank: number): number } {
  const groups = Array.from({ length: size / SIZE_STEP }, (_, place) => place * STEMS.length);
  const sorted = Uint32Array.from(groups, scrambled).sort();
  const groupOf = new Map(groups.map((group) => [scrambled(group), group]));
  return {
    count: sorted.length * GROUP_SIZE,
    indexAt: (rank) => {
      const group = groupOf.get(sorted[Math.floor(rank / GROUP_SIZE)] ?? -1);
      if (group === undefined) throw new RangeError(`There is no name at place ${rank}`);
      return group * GROUP_SIZE + (rank % GROUP_SIZE);
    },
  };
}

const groupOfIndex = (index: number) => Math.floor(index / GROUP_SIZE);
const stemOf = (index: number) => STEMS[groupOfIndex(index) % STEMS.length] ?? STEMS[0];
const groupWord = (index: number) => inLetters(scrambled(groupOfIndex(index)));

/** A different number of 32 bits for each number, in no order: names must not be in the order of registration. */
const scrambled = (group: number) => Math.imul(group, 0x9e37_79b1) >>> 0;

/** A number of 32 bits as seven letters, whose order is that of the numbers. */
function inLetters(value: number): string {
  let letters = '';
  for (let rest = value, place = 0; place < 7; place += 1, rest = Math.floor(rest / 26)) {
    letters = String.fromCharCode(97 + (rest % 26)) + letters;
  }
  return letters;
}
