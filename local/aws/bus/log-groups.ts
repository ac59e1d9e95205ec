import { join } from 'node:path';
import * as z from 'zod/mini';
import type { RunnableTemplate } from '../../template/resources.ts';
import { JsonLinesFile } from '../durable-files.ts';

const logEvent = z.object({ timestamp: z.number(), message: z.string() });

/** A line of a log group; `timestamp` in milliseconds since 1970. */
export type LogEvent = Readonly<z.infer<typeof logEvent>>;

interface LogGroup {
  readonly file: JsonLinesFile;
  readonly events: LogEvent[];
}

/** The log groups of a template that a service of AWS writes to. What functions log does not come here. */
export class LogGroups {
  readonly #groups: ReadonlyMap<string, LogGroup>;

  constructor(template: RunnableTemplate, dataFolder: string | undefined) {
    this.#groups = new Map(
      template.ofType('AWS::Logs::LogGroup').map((resource) => {
        const file = new JsonLinesFile(dataFolder && join(dataFolder, 'log-groups', `${resource.logicalId}.ndjson`));
        return [resource.name, { file, events: z.array(logEvent).parse(file.read()) }] as const;
      }),
    );
  }

  /** @throws Error when there is no such log group. */
  put(name: string, event: LogEvent): void {
    const group = this.#find(name);
    group.file.append(event);
    group.events.push(event);
  }

  /** All events of a log group in the order in which they were put. @throws Error when there is no such log group. */
  events(name: string): readonly LogEvent[] {
    return this.#find(name).events;
  }

  #find(name: string): LogGroup {
    const group = this.#groups.get(name);
    if (group === undefined) throw new Error(`There is no log group ${name}`);
    return group;
  }
}
