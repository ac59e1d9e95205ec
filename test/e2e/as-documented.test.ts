import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { registered } from '../scenarios/arrangements.ts';
import { get } from '../scenarios/requests.ts';
import { publishedDocument } from '../support/answers-as-documented.ts';
import { type LocalCloudDriver, startOnLocalCloud } from './local-cloud-driver.ts';

/** Every answer that reaches a test over HTTP is held to docs/openapi.json. Here the document is another one, so a test fails. */

let driver: LocalCloudDriver;
beforeAll(async () => {
  const document = publishedDocument();
  document.components.schemas.Misp.properties.contactNumber.type = 'integer';
  driver = await startOnLocalCloud({ document });
}, 60_000);
afterAll(() => driver.stop());

test('an answer that is not as documented fails the test that gets it', async () => {
  const id = await registered(driver);
  await expect(driver.send(get(`/misps/mispId/${id}`))).rejects.toThrow(
    `GET /misps/mispId/${id} is answered otherwise than documented: /response/misp/contactNumber must be integer`,
  );
});
