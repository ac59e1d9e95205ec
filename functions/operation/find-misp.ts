import type { PlainKey } from '../audit/catalog.ts';
import * as event from '../audit/events.ts';
import type { AuditNote } from '../audit/trail.ts';
import { type Misp, NO_MISP_ID } from '../domain/misp.ts';
import type { MispReads } from '../storage/misp-store.ts';
import { type Refusal, refuse } from './decision.ts';

/** The MISP with this id, from a strong read; an illegal id is unknown without a read. */
export async function findMisp(misps: MispReads, mispId: string): Promise<Misp | undefined> {
  return mispId === NO_MISP_ID ? undefined : misps.get(mispId);
}

/** The refusal of an unknown MISP, for every operation. */
export function unknownMisp(called: AuditNote | readonly [PlainKey], mispId: string): Refusal {
  return refuse({ kind: 'unknown-misp', mispId }, [called, [event.mispUnknown, mispId]], mispId);
}
