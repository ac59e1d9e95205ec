/** How licence keys look in answers. */
export type LicenseKeyVisibility = 'full' | 'masked';

const SHOWN_WHEN_MASKED = 4;

/** The key, or as many asterisks with its last four characters. */
export function shownKey(key: string, visibility: LicenseKeyVisibility): string {
  if (visibility === 'full') return key;
  return key.slice(-SHOWN_WHEN_MASKED).padStart(key.length, '*');
}

/** What shows less. */
export function stricter(one: LicenseKeyVisibility, other: LicenseKeyVisibility): LicenseKeyVisibility {
  return one === 'masked' ? one : other;
}
