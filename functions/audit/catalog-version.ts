/**
 * Raised when the meaning of a catalogue row changes: every outbox row names its version. It has a separate file to
 * keep the catalogue's texts out of the operations' bundles.
 */
export const CATALOG_VERSION = 1;
