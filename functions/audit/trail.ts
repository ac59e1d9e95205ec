import type { MispKey, PlainKey, StatusKey } from './catalog.ts';

/**
 * An audit event in a rule: its catalogue key, then the MISP id and the status if the event has them. `['101']`,
 * `['212', mispId]`, `['111', mispId, 'VALID']`: the compiler checks the form of each event.
 */
export type AuditNote = readonly [PlainKey] | readonly [MispKey, string] | readonly [StatusKey, string, string];

/**
 * The audit events of a request, in order. Never empty, and part of every decision: an operation without them does not
 * compile.
 */
export type Trail = readonly [AuditNote, ...AuditNote[]];
