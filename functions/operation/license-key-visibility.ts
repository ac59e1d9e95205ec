/** How licence keys look in answers. */
export type LicenseKeyVisibility = 'full' | 'masked';

const SHOWN_WHEN_MASKED = 4;

/** The key, or as many asterisks with its last four characters; of a short one, which only imported data has, none is shown. */
export function shownKey(key: string, visibility: LicenseKeyVisibility): string {
  if (visibility === 'full') return key;
  const shown = key.length > 4 * SHOWN_WHEN_MASKED ? key.slice(-SHOWN_WHEN_MASKED) : '';
  return shown.padStart(key.length, '*');
}

/** What shows less. */
export function stricter(one: LicenseKeyVisibility, other: LicenseKeyVisibility): LicenseKeyVisibility {
  return one === 'masked' ? one : other;
}
