import type { Contact } from './input.ts';

/**
 * What the service knows, in the plainest form: a map of MISPs. Names, licence keys and pointers are found by scanning
 * it. Nothing here uses the service's code.
 */

export interface World {
  readonly misps: ReadonlyMap<string, KnownMisp>;
  /** The place of each cursor handed out. */
  readonly cursors: ReadonlyMap<string, Place>;
  /** Keys of removed licences, oldest first: as unknown as any other text. */
  readonly removedKeys: readonly string[];
  /** Outcomes of requests with an idempotency key, by the key of the item that keeps them. */
  readonly kept: ReadonlyMap<string, Kept>;
}

/** What a repeat must know of a request's outcome. */
export interface Kept {
  readonly requestId: string;
  /** A different text for each different request. */
  readonly asked: string;
  /** Seconds since the epoch. */
  readonly forgetAt: number;
  readonly response: unknown;
  readonly errors: readonly { readonly errorCode: string; readonly message: string }[];
  /** As in its audit. */
  readonly outcome: string;
  readonly about?: string;
  readonly version?: number;
  readonly active?: boolean;
  readonly license?: KnownLicense;
  /** Licences that worked before a rotation, after it. */
  readonly earlier?: readonly KnownLicense[];
}

export interface KnownMisp extends Contact {
  readonly id: string;
  readonly name: string;
  readonly approval: 'Inprogress' | 'approved' | 'rejected';
  readonly active: boolean;
  /** When it was last activated, or registered. */
  readonly activeSince: number;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly updatedBy: string | null;
  readonly updatedAt: number | null;
  readonly version: number;
  /** Who registered or edited it since the last decision on it. */
  readonly editors: readonly string[];
  readonly lastRequestId: string;
  readonly licenses: readonly KnownLicense[];
}

export interface KnownLicense {
  readonly key: string;
  /** The first version of its MISP with this licence; 0 if imported. */
  readonly issuedInVersion: number;
  readonly on: boolean;
  readonly from: number;
  readonly to: number;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly updatedBy: string | null;
  readonly updatedAt: number | null;
}

/** A place in a list: after this sort value and this id. */
export interface Place {
  readonly list: ListName;
  readonly order: string | number;
  readonly id: string;
}

/**
 * The lists that cursors distinguish: all MISPs or those of a status, in either order; those that run out; those of a
 * name.
 */
export type ListName =
  | 'all'
  | 'all, newest'
  | KnownMisp['approval']
  | `${KnownMisp['approval']}, newest`
  | 'running out'
  | 'name';

export const emptyWorld: World = { misps: new Map(), cursors: new Map(), removedKeys: [], kept: new Map() };

/** The world with this MISP, in place of the one with its id. */
export function withMisp(world: World, misp: KnownMisp): World {
  const stay = new Set(misp.licenses.map(({ key }) => key));
  const before = world.misps.get(misp.id)?.licenses ?? [];
  const removedKeys = before.map(({ key }) => key).filter((key) => !stay.has(key));
  return {
    ...world,
    misps: new Map(world.misps).set(misp.id, misp),
    removedKeys: [...world.removedKeys, ...removedKeys],
  };
}

/** The MISP that holds a licence key. */
export function ownerOf(world: World, key: string): KnownMisp | undefined {
  return [...world.misps.values()].find(({ licenses }) => licenses.some((license) => license.key === key));
}
