import { exampleMisp } from '../examples/example-misp.ts';
import type { OperationTexts } from './operation-text.ts';
import { ANY_CASE, MISP_ID_IN_PATH, MISP_VERSION, NAME_PREFIX, PAGE, timeInRequest } from './shared-descriptions.ts';

const ONE_FILTER = 'One filter at a time: `status`, `expiringBefore` or `name`.';
const LAG =
  'The list reads an index that lags behind changes, usually by less than a second. A page without `limit` may not be the whole list: ' +
  'check `metadata.nextCursor`.';

/** Descriptions of the operations that show MISPs. */
export const listTexts = {
  'list-misps': {
    tag: 'MISPs',
    description: `Lists MISPs with their licences, page by page: all of them, or those that match one filter. ${LAG}`,
    input: {
      status: {
        description: `Only MISPs of this approval status, the oldest registration first. ${ANY_CASE} ${ONE_FILTER}`,
      },
      expiringBefore: timeInRequest(
        'Only MISPs that run out before this time, the soonest first. This includes MISPs that have already run out. A MISP runs out at the ' +
          'latest expiry of its licences that are switched on. A MISP that is not approved or not active does not run out. In a URL, the plus of an ' +
          `offset is %2B. Example: \`2026-06-30T00:00:00Z\`. ${ONE_FILTER}`,
      ),
      name: {
        description:
          'Only MISPs whose name starts with this text, in the order of the name. Unlike the search by path, this takes any ' +
          `character. In a URL, a plus is %2B. An empty text finds all MISPs. ${ONE_FILTER}`,
      },
      order: {
        description: `The newest registration first; without it the oldest. Use it alone, or together with \`status\`. ${ANY_CASE}`,
      },
      ...PAGE,
    },
    answer: {},
    examples: [{ summary: 'List MISPs', sent: { limit: '1' } }],
  },
  'get-misp': {
    tag: 'MISPs',
    description: 'Shows a MISP with all its licences, in its current state: this read does not lag.',
    input: { mispId: MISP_ID_IN_PATH },
    resultName: 'MispDetails',
    answer: { version: MISP_VERSION },
    examples: [{ summary: 'Get a MISP', sent: { mispId: exampleMisp.id } }],
  },
  'find-misps-by-name': {
    tag: 'MISPs',
    description:
      `Finds the MISPs whose name starts with a text, in the order of the name. ${LAG} A name with / or ? cannot be searched by ` +
      'path: the filter `name` of the list finds it.',
    input: {
      orgName: {
        ...NAME_PREFIX,
        description:
          'The start of the names. It is compared like names: case does not matter, and no character is a wildcard.',
      },
      ...PAGE,
    },
    answer: {},
    examples: [{ summary: 'Find MISPs by the start of their name', sent: { orgName: 'cell', limit: '1' } }],
  },
} satisfies Partial<OperationTexts>;
