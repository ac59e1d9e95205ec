/** The kinds of the list, with both orders where it has two. */
const kindsOfList = ['all', 'all, newest', 'of a status', 'of a status, newest', 'running out', 'name'];
const pages = ['all of it', 'first page', 'next page', 'past the end', 'nothing found'];

/** The operations, and all outcomes of each. Some sequence must reach each outcome. */
export const outcomes = {
  'register-misp': ['done', 'bad e-mail', 'name taken', 'bad input', 'repeated', 'key of another request'],
  'process-misp-status': [
    ...['approved', 'approved again', 'approved again, expired ones removed', 'approved again, ten removed'],
    ...['rejected', 'rejected after approval', 'too many licences'],
    ...['wrong approval word', 'unknown MISP', 'already approved', 'already rejected', 'MISP de-active', 'bad input'],
    ...['repeated', 'key of another request', 'another version'],
  ],
  'update-misp': [
    ...['renamed', 'name kept', 'bad e-mail', 'unknown MISP', 'name taken', 'bad input'],
    ...['repeated', 'key of another request', 'another version'],
  ],
  'validate-license-key': [
    ...['EXPIRED', 'MISP_REJECTED', 'MISP_DEACTIVATED', 'LICENSE_DEACTIVATED', 'VALID'],
    ...['unknown key', 'removed key', 'key of another MISP', 'bad input'],
  ],
  'update-misp-status': [
    ...['active', 'de-active', 'no change: active', 'no change: de-active'],
    ...['wrong activity word', 'unknown MISP', 'bad input'],
    ...['repeated', 'key of another request', 'another version'],
  ],
  'update-license-key-status': [
    ...['active', 'de-active', 'no change: active', 'no change: de-active'],
    ...['wrong key status word', 'unknown key', 'removed key', 'key of another MISP', 'key expired', 'bad input'],
    ...['repeated', 'key of another request', 'another version'],
  ],
  'list-misps': [
    ...kindsOfList.flatMap((kind) => pages.map((page) => `${kind}: ${page}`)),
    ...['no such filter', 'two filters', 'order beside a filter', 'cursor of another list', 'bad input'],
  ],
  'get-misp': ['done', 'unknown MISP'],
  'find-misps-by-name': [...pages, 'cursor of another list', 'bad input'],
  'download-license-key': [
    ...['a working key', 'renewed', 'renewed, expired ones removed', 'renewed, ten removed', 'too many licences'],
    ...['none active', 'none active, another one lapsed'],
    ...['unknown MISP', 'not approved', 'MISP de-active', 'unknown key'],
  ],
  'rotate-license-key': [
    ...['rotated', 'rotated at once', 'nothing worked', 'too many licences'],
    ...['unknown MISP', 'not approved', 'MISP de-active', 'bad input'],
    ...['repeated', 'key of another request', 'another version'],
  ],
  'change-license-validity': [
    ...['sooner', 'later', 'no change', 'unknown key', 'removed key', 'key of another MISP', 'key expired'],
    ...['bad input', 'repeated', 'key of another request', 'another version'],
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type OperationName = keyof typeof outcomes;
