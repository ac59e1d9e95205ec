import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { approved, registered } from '../scenarios/arrangements.ts';
import { get } from '../scenarios/requests.ts';
import { publishedDocument } from '../support/answers-as-documented.ts';
import { publishedEvents } from '../support/events-as-documented.ts';
import { type LocalCloudDriver, startOnLocalCloud } from './local-cloud-driver.ts';

/**
 * Every answer that reaches a test over HTTP is checked against docs/openapi.json, and every event of the bus against
 * docs/asyncapi.json. Here the documents differ, so a test must fail.
 */

/** The fault of every verdict change. */
const fault = /^event [0-9A-Z]{26}-6 is not as documented: \/active must be string$/;

let driver: LocalCloudDriver;
let stopped: Promise<unknown> | undefined;
beforeAll(async () => {
  const document = publishedDocument();
  document.components.schemas.Misp.properties.contactNumber.type = 'integer';
  const events = publishedEvents();
  events.components.schemas.LicenseVerdictChanged.properties.active.type = 'string';
  driver = await startOnLocalCloud({ document, events });
}, 60_000);
afterAll(() => stopped ?? driver.stop());

test('an answer that is not as documented fails the test that gets it', async () => {
  const id = await registered(driver);
  await expect(driver.send(get(`/misps/mispId/${id}`))).rejects.toThrow(
    `GET /misps/mispId/${id} was not answered as documented: /response/misp/contactNumber must be integer`,
  );
});

test('an event that is not as documented fails the test that asks for it, and the stop of the local cloud', async () => {
  await approved(driver);
  await driver.cloud.idle();
  const [registration, approval] = ['PMS_MSP_200', 'PMS_MSP_201'].map((eventId) => {
    const [event] = driver.cloud.events().filter(({ detail }) => detail.eventId === eventId);
    return String(event?.detail.requestId);
  });
  expect(await driver.eventsOf(String(registration))).toHaveLength(5);
  await expect(driver.eventsOf(String(approval))).rejects.toThrow(fault);
  stopped = driver.stop().then(
    () => undefined,
    (error) => error,
  );
  expect(await stopped).toMatchObject({ message: expect.stringMatching(fault) });
});
