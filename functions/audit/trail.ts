import type { MispKey, PlainKey, StatusKey } from './catalog.ts';

/**
 * One audit event as a rule names it: its row of the catalogue, then the MISP id and the status where the row has room for
 * them. `['101']`, `['212', mispId]`, `['111', mispId, 'VALID']`; which form a row takes is checked by the compiler.
 */
export type AuditNote = readonly [PlainKey] | readonly [MispKey, string] | readonly [StatusKey, string, string];

/**
 * The audit events of one request in their order. Never empty, and part of every decision: an operation that left them
 * out would not compile.
 */
export type Trail = readonly [AuditNote, ...AuditNote[]];
