/** E-mail addresses that the service accepts or refuses: a table, so that no pattern is compared with itself. */
export const goodAddresses: readonly string[] = [
  'info@celltel.com',
  'a-b@x.org',
  'f+t@x.org',
  'a@x-y.co.in',
  'first.last+t@x.org',
  'a.b-c@x.org',
  'A@MOSIP.COM',
  // As pasted.
  ' info@celltel.com\n',
];

export const badAddresses: readonly string[] = ['info@', 'not an address', 'a@b', '.a@x.org', 'a..b@x.org', 'a@x.c'];
