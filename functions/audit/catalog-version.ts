/**
 * Raised when the meaning of a catalogue row changes: every outbox row names its version. It has
 * a separate file, so that operations, which only name events, do not have the catalogue's texts in their bundles.
 */
export const CATALOG_VERSION = 1;
