/**
 * Stands in for `@smithy/core/event-streams` in the bundles (lib/functions/lambda-bundle.ts). No call of this service streams
 * events, but the SDK imports them on demand, and because of that one import the bundler would have to keep the whole of
 * `@smithy/core`, every module wrapped in a function.
 */
export class EventStreamSerde {
  constructor() {
    throw new Error('This function was bundled without event streams: lib/functions/lambda-bundle.ts');
  }
}

export const eventStreamSerdeProvider = undefined;
