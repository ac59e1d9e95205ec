import { createHash, createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { Sha256 } from '../../../functions/sdk/sha256.ts';

const hex = async (hash: Sha256) => Buffer.from(await hash.digest()).toString('hex');

test('hashes as Node.js does, whatever parts it gets', async () => {
  const parts = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 200 })), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(parts, async (given) => {
      const ours = new Sha256();
      const theirs = createHash('sha256');
      for (const part of given) {
        ours.update(part);
        theirs.update(part);
      }
      expect(await hex(ours)).toBe(theirs.digest('hex'));
    }),
  );
});

test('signs as Node.js does, with keys of any length, as text and as bytes, seen before or not', async () => {
  const key = fc.oneof(fc.string({ unit: 'binary', maxLength: 100 }), fc.uint8Array({ maxLength: 100 }));
  await fc.assert(
    fc.asyncProperty(fc.array(key, { minLength: 1, maxLength: 3 }), fc.uint8Array(), async (keys, data) => {
      for (const secret of [...keys, ...keys]) {
        const ours = new Sha256(secret);
        ours.update(data);
        expect(await hex(ours)).toBe(createHmac('sha256', secret).update(data).digest('hex'));
      }
    }),
  );
});

test('reads a view of a larger buffer, and a buffer itself', async () => {
  const bytes = Uint8Array.from([1, 2, 3, 4, 5, 6]);
  for (const part of [bytes.subarray(2, 4), new DataView(bytes.buffer, 2, 2), bytes.buffer.slice(2, 4)]) {
    const hash = new Sha256(part);
    hash.update(part);
    expect(await hex(hash)).toBe(
      createHmac('sha256', Buffer.from([3, 4]))
        .update(Buffer.from([3, 4]))
        .digest('hex'),
    );
  }
});

test('begins again after a reset', async () => {
  const hash = new Sha256('key');
  hash.update('first');
  hash.reset();
  hash.update('second');
  expect(await hex(hash)).toBe(createHmac('sha256', 'key').update('second').digest('hex'));
});

// AWS Signature Version 4 test suite, "get-vanilla" (docs.aws.amazon.com/general/latest/gr/signature-v4-test-suite.html).
test('gives the signature that AWS has published for its first example', async () => {
  const signer = new SignatureV4({
    service: 'service',
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
    sha256: Sha256,
    applyChecksum: false,
  });
  const hostname = 'example.amazonaws.com';
  const signed = await signer.sign(
    { method: 'GET', protocol: 'https:', hostname, path: '/', query: {}, headers: { host: hostname } },
    { signingDate: new Date('2015-08-30T12:36:00Z') },
  );
  expect(signed.headers.authorization).toBe(
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  );
});
