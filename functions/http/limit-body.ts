import type { MiddlewareObj } from '@middy/core';
import { RejectedInput } from '../operation/rejected-input.ts';
import type { OperationEvent } from './operation-event.ts';

/** Largest request body in bytes: several times what the longest fields that the schemas accept can take. */
export const MAX_BODY_BYTES = 64 * 1024;

/** Turns larger bodies away before they are parsed. */
export function limitBody(): MiddlewareObj<OperationEvent> {
  return {
    before: ({ event: { body, isBase64Encoded } }) => {
      if (typeof body !== 'string') return;
      if (Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8') > MAX_BODY_BYTES) {
        throw new RejectedInput([{ kind: 'unreadable', what: `body over ${MAX_BODY_BYTES / 1024} KB` }]);
      }
    },
  };
}
