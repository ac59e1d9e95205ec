/**
 * Raised when the meaning of a catalogue row changes: every outbox row names the version that it was written under. It has
 * a file of its own so that operations, which only name events, do not carry the catalogue's texts in their bundles.
 */
export const CATALOG_VERSION = 1;
