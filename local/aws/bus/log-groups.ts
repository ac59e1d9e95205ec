import { join } from 'node:path';
import * as z from 'zod/mini';
import { AppendLog, type StorageOptions } from '../../data/append-log.ts';
import { JsonLinesFile } from '../../data/json-lines-file.ts';
import type { RunnableTemplate } from '../../template/resources.ts';

const logEvent = z.object({ timestamp: z.number(), message: z.string() });

/** A line of a log group; `timestamp` in milliseconds since 1970. */
export type LogEvent = Readonly<z.infer<typeof logEvent>>;

/** The log groups that AWS services write to. Logs of functions are elsewhere (`FunctionRunner.logs`). */
export class LogGroups {
  readonly #groups: ReadonlyMap<string, AppendLog<LogEvent>>;

  constructor(template: RunnableTemplate, { dataFolder, eventsKept, onProblem }: StorageOptions) {
    const fileOf = (logicalId: string) => {
      if (dataFolder === undefined) return undefined;
      const path = join(dataFolder, 'log-groups', `${logicalId}.ndjson`);
      return new JsonLinesFile(path, (value) => logEvent.parse(value), onProblem);
    };
    const groups = template.ofType('AWS::Logs::LogGroup');
    this.#groups = new Map(groups.map(({ name, logicalId }) => [name, new AppendLog(eventsKept, fileOf(logicalId))]));
  }

  /** @throws Error if there is no such log group. */
  put(name: string, event: LogEvent): void {
    this.#find(name).add(event);
  }

  /**
   * The kept events of a log group, oldest first.
   * @throws Error if there is no such log group.
   */
  events(name: string): readonly LogEvent[] {
    return this.#find(name).after(0);
  }

  #find(name: string): AppendLog<LogEvent> {
    const group = this.#groups.get(name);
    if (group === undefined) throw new Error(`There is no log group ${name}`);
    return group;
  }
}
