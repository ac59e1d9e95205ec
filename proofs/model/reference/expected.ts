import type { Refusal } from './refusals.ts';
import type { KnownLicense, KnownMisp, Place } from './world.ts';

/** One audit record as the contract's sequences write it: the digits of its event, its MISP id and its status, if any. */
export type Note = readonly [digits: string, mispId?: string, status?: string];

/** What one of the operations comes to, before it is dressed as an answer and its trail. */
export type Step =
  | {
      readonly kind: 'done';
      /** Names the outcome in the figures. */
      readonly outcome: string;
      readonly response: unknown;
      readonly trail: readonly Note[];
      readonly about?: string;
      /** The one licence that it is about. */
      readonly license?: KnownLicense;
      /** Those that worked before a rotation, as it leaves them. */
      readonly earlier?: readonly KnownLicense[];
      /** The MISP as it is now, where the operation changed it. */
      readonly changed?: KnownMisp;
      /** When it changed, where that is not what the request's clock said. */
      readonly changedAt?: number;
      /** Where the next page begins; `open` says that a page which ends just here may or may not name it. */
      readonly next?: { readonly place: Place; readonly open: boolean };
    }
  | {
      readonly kind: 'refused';
      readonly refusal: Refusal;
      /** What its message names. */
      readonly names?: string;
      /** Names the outcome in the figures, where the refusal says too little. */
      readonly outcome?: string;
      readonly trail: readonly Note[];
      readonly about?: string;
      readonly license?: KnownLicense | undefined;
    }
  /** Turned away before the operation began: each problem once, no audit record. */
  | { readonly kind: 'bad input'; readonly problems: readonly string[] }
  /** Done only if the service drew something, and it did not. */
  | { readonly kind: 'not drawn' };

/** Why a licence works or does not. */
export type Reason = 'EXPIRED' | 'MISP_REJECTED' | 'MISP_DEACTIVATED' | 'LICENSE_DEACTIVATED' | 'VALID';
