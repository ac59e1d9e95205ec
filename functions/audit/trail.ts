import type { MispKey, PlainKey, StatusKey } from './catalog.ts';

/**
 * One audit event as a rule names it: its row of the catalogue, then the MISP id and the status if the row has a place for
 * them. `['101']`, `['212', mispId]`, `['111', mispId, 'VALID']`: the compiler checks the form of each row.
 */
export type AuditNote = readonly [PlainKey] | readonly [MispKey, string] | readonly [StatusKey, string, string];

/**
 * The audit events of one request in their order. Never empty, and part of every decision: without them an operation
 * does not compile.
 */
export type Trail = readonly [AuditNote, ...AuditNote[]];
