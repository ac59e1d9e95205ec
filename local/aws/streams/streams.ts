import { join } from 'node:path';
import { JsonFile } from '../../data/json-file.ts';
import type { FunctionInvoker } from '../../functions/invocation.ts';
import type { RunnableTemplate } from '../../template/resources.ts';
import type { Queues } from '../queues.ts';
import { streamOf } from '../tables.ts';
import { type DeliveryPorts, deliverBatch } from './batch-delivery.ts';
import { readStreamMappings, type StreamMapping } from './event-source-mapping.ts';
import { failureMessage } from './failure-message.ts';
import { MappingPoller } from './mapping-poller.ts';
import type { DeliverRecords } from './parallel-delivery.ts';
import type { ShardProgress } from './shard-progress.ts';

/** The running event source mappings of a template. */
export interface Streams {
  /** Reads the stream of a table now, because it may have been written. */
  poke(tableName: string): void;
  /** Resolves when every record in a stream at the time of the call has been read. */
  readToEnd(): Promise<void>;
  /** Resolves when every record in a stream at the time of the call is delivered or discarded. */
  idle(): Promise<void>;
  /** Stops reading and retrying. After a restart with the same data folder, unaccepted records are delivered again. */
  stop(): Promise<void>;
}

export interface StreamOptions {
  readonly template: RunnableTemplate;
  readonly engineEndpoint: string;
  readonly invoker: FunctionInvoker;
  readonly queues: Queues;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Milliseconds by which `clock` was ahead of the machine's, at a machine time in seconds. */
  readonly offsetAt: (seconds: number) => number;
  readonly onProblem: (text: string) => void;
  readonly dataFolder: string | undefined;
  /** Milliseconds before the n-th retry of a batch, n from 1. */
  readonly retryDelay: (retry: number) => number;
}

/**
 * Starts the mappings of the template. They see every write after the promise resolves.
 * @throws Error naming a mapping that is not emulated (`readStreamMappings`).
 */
export async function startStreams(options: StreamOptions): Promise<Streams> {
  const stopping = new AbortController();
  const pollers = await Promise.all(
    readStreamMappings(options.template).map(async (mapping) => {
      const source = {
        endpoint: options.engineEndpoint,
        engineStreamArn: await streamOf(options.engineEndpoint, mapping.tableName),
        mapping,
        offsetAt: options.offsetAt,
        pause: (milliseconds: number) => pauseUnlessStopped(milliseconds, stopping.signal),
        deliver: (shardId: string, progress: ShardProgress) =>
          deliverer(mapping, shardId, progress, options, stopping.signal),
      };
      const { dataFolder } = options;
      const file = new JsonFile(dataFolder && join(dataFolder, 'streams', `${mapping.id}.json`));
      return { tableName: mapping.tableName, poller: new MappingPoller(source, file, options.onProblem) };
    }),
  );
  await Promise.all(pollers.map(({ poller }) => poller.start()));
  return {
    poke: (tableName) => {
      for (const entry of pollers) if (entry.tableName === tableName) entry.poller.poke();
    },
    readToEnd: async () => {
      await Promise.all(pollers.map(({ poller }) => poller.readToEnd()));
    },
    idle: async () => {
      await Promise.all(pollers.map(({ poller }) => poller.idle()));
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(pollers.map(({ poller }) => poller.stop()));
    },
  };
}

function deliverer(
  mapping: StreamMapping,
  shardId: string,
  progress: ShardProgress,
  options: StreamOptions,
  stopped: AbortSignal,
): DeliverRecords {
  const ports: DeliveryPorts = {
    clock: options.clock,
    isStopped: () => stopped.aborted,
    invoke: (event) => options.invoker.invoke(mapping.functionArn, event),
    async discard(discarded) {
      const { reason, records } = discarded;
      options.onProblem(`${mapping.functionArn}: ${records.length} stream record(s) discarded, ${reason}`);
      if (mapping.failureQueueArn === undefined) return;
      const message = failureMessage(discarded, { ...mapping, shardId }, options.clock());
      try {
        await options.queues.send(mapping.failureQueueArn, message, { sender: mapping.functionArn });
      } catch (error) {
        // As on AWS, a failing destination does not hold up the stream.
        options.onProblem(`${mapping.failureQueueArn} did not accept the message about them: ${error}`);
      }
    },
    pauseBeforeRetry: (retry) => pauseUnlessStopped(options.retryDelay(retry), stopped),
  };
  return async (queued) => {
    const done = await deliverBatch(
      queued.map(({ record }) => record),
      mapping,
      ports,
    );
    if (done) progress.settle(queued.map(({ step }) => step));
    return done;
  };
}

function pauseUnlessStopped(milliseconds: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      stopped.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    stopped.addEventListener('abort', finish);
    if (stopped.aborted) finish();
  });
}
