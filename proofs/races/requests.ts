import { profileFields } from '../../test/scenarios/arrangements.ts';
import { downloadRequest, keyStatusRequest, registerRequest } from '../../test/scenarios/requests.ts';
import type { RaceRequest } from './race.ts';

/** The requests that race where they say more than the usual ones. @param at the request's own reading of the clock. */

const readAt = (at: number | undefined) => (at === undefined ? {} : { at });

export const register = (name: string): RaceRequest => registerRequest(profileFields(name));
export const keyStatus = (id: string, key: string, word: string, at?: number): RaceRequest => ({
  ...keyStatusRequest(id, key, word),
  ...readAt(at),
});
export const download = (id: string, at?: number): RaceRequest => ({ ...downloadRequest(id), ...readAt(at) });
