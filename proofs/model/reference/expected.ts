import type { Refusal } from './refusals.ts';
import type { KnownLicense, KnownMisp, Place } from './world.ts';

/** An audit record in the contract's sequences: the digits of its event, its MISP id and its status, if any. */
export type Note = readonly [digits: string, mispId?: string, status?: string];

/** The result of an operation, before its answer and trail are built. */
export type Step =
  | {
      readonly kind: 'done';
      /** Names the outcome in the figures. */
      readonly outcome: string;
      readonly response: unknown;
      readonly trail: readonly Note[];
      readonly about?: string;
      /** The licence that it is about. */
      readonly license?: KnownLicense;
      /** The licences that worked before a rotation, after it. */
      readonly earlier?: readonly KnownLicense[];
      /** The changed MISP, if any. */
      readonly changed?: KnownMisp;
      /** Where the next page begins. `open`: a page that ends exactly here may name it or not. */
      readonly next?: { readonly place: Place; readonly open: boolean };
    }
  | {
      readonly kind: 'refused';
      readonly refusal: Refusal;
      /** What its message names. */
      readonly names?: string;
      /** Names the outcome in the figures, if the refusal is not enough. */
      readonly outcome?: string;
      readonly trail: readonly Note[];
      readonly about?: string;
      readonly license?: KnownLicense | undefined;
    }
  /** Refused before the operation began: each problem once, no audit record. */
  | { readonly kind: 'bad input'; readonly problems: readonly string[] }
  /** It could only succeed with a drawn value, and there is none. */
  | { readonly kind: 'not drawn' };

/** Why a licence works or not. */
export type Reason = 'EXPIRED' | 'MISP_REJECTED' | 'MISP_DEACTIVATED' | 'LICENSE_DEACTIVATED' | 'VALID';
