/** How licence keys look in answers. */
export type LicenseKeyVisibility = 'full' | 'masked';

const SHOWN_WHEN_MASKED = 4;

/**
 * The key, or asterisks with its last four characters. A short key, which is only in items that the
 * service did not write, becomes only asterisks.
 */
export function shownKey(key: string, visibility: LicenseKeyVisibility): string {
  if (visibility === 'full') return key;
  const shown = key.length > 4 * SHOWN_WHEN_MASKED ? key.slice(-SHOWN_WHEN_MASKED) : '';
  return shown.padStart(key.length, '*');
}

/** The one that shows less. */
export function stricter(one: LicenseKeyVisibility, other: LicenseKeyVisibility): LicenseKeyVisibility {
  return one === 'masked' ? one : other;
}
