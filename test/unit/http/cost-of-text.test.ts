import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { sampleMisp } from '../../support/sample-misp.ts';
import { InMemoryService } from '../../support/serve-in-memory.ts';

/**
 * Normalizing takes more than linear time: a letter with twenty thousand marks takes most of a second. So the length is
 * checked first. This counts instead of timing, since times differ from run to run.
 */
const LONGEST_NAME = 128;

const marks = `a${'\u0345'.repeat(10_500)}${'\u0315'.repeat(10_500)}${'\u0316'.repeat(10_500)}`.slice(0, 21_000);
const others = { contactNumber: '5', emailId: 'a@x.org', address: 'B' };

/** The lengths of all texts that were normalized, in either case or with white space removed. */
function watchNormalizing(): readonly number[] {
  const lengths: number[] = [];
  const { normalize } = String.prototype;
  jest.spyOn(String.prototype, 'normalize').mockImplementation(function (this: string, form?: string) {
    lengths.push(this.length);
    return normalize.call(this, form);
  });
  return lengths;
}
afterEach(() => {
  jest.restoreAllMocks();
});

describe('a name of 21,000 characters', () => {
  test.each([
    ['register-misp', { ...others, organizationName: marks }],
    ['register-misp', { ...others, name: marks }],
    ['update-misp', { ...others, name: marks }],
    ['update-misp', { ...others, organizationName: marks }],
  ] as const)('of %s is refused unread', async (operation, request) => {
    const lengths = watchNormalizing();
    const answer = await new InMemoryService().send(operation, { path: { mispId: '100' }, request });
    expect(answer.status).toBe(400);
    expect(lengths).toEqual([]);
  });

  test('in a search finds nothing, without a read', async () => {
    const lengths = watchNormalizing();
    const service = new InMemoryService();
    const answer = await service.send('find-misps-by-name', { path: { orgName: marks.slice(0, 4_000) } });
    expect(answer.json).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_409' }] });
    expect(service.store.calls).toEqual(['putRow']);
    expect(lengths).toEqual([]);
  });
});

test('only a name of checked length is normalized', async () => {
  const service = new InMemoryService();
  service.store.seed(sampleMisp());
  const lengths = watchNormalizing();
  const name = marks.slice(0, LONGEST_NAME);
  const request = { ...others, emailId: marks, organizationName: name, address: marks.slice(0, 2000) };
  expect((await service.send('register-misp', { request })).status).toBe(400);
  expect((await service.send('register-misp', { request: { ...request, emailId: 'a@x.org' } })).json).toMatchObject({
    errors: [],
  });
  expect(lengths.length).toBeGreaterThan(0);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(LONGEST_NAME);
});
