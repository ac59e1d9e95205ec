/**
 * Replaces `@smithy/core/event-streams` (lib/functions/lambda-bundle.ts). No call of this service streams events, but
 * the SDK imports the module dynamically. For that import, the bundler would keep all of `@smithy/core`, with every
 * module wrapped in a function.
 */
export class EventStreamSerde {
  constructor() {
    throw new Error('This function was bundled without event streams: lib/functions/lambda-bundle.ts');
  }
}

export const eventStreamSerdeProvider = undefined;
