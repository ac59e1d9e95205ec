import type { RunnableTemplate } from '../template/resources.ts';
import { credentialsOf } from './credentials.ts';

/** Identifies the callers of emulated services. */
export class Callers {
  readonly #names: readonly string[];
  readonly #byCaller: ReadonlyMap<string, string>;

  constructor(template: RunnableTemplate) {
    const functions = template.ofType('AWS::Lambda::Function');
    this.#names = functions.map(({ name }) => name);
    this.#byCaller = new Map(
      functions.flatMap(({ name, arn = '' }) => [
        [credentialsOf(name).accessKeyId, name] as const,
        // What a service does for a function, such as sending to the failure queue of its mapping.
        [arn, name] as const,
      ]),
    );
  }

  /**
   * The name of the function, or of the AWS service, that makes a call; undefined for anybody else, such as a test.
   * @param caller the `caller` of a call.
   */
  nameOf(caller: string | undefined): string | undefined {
    if (caller?.endsWith('.amazonaws.com')) return caller;
    return this.#byCaller.get(caller ?? '');
  }

  /**
   * The full name of a function.
   * @param name the full name, or the part after service and stage, such as `publish-audit`.
   * @throws Error if there is none.
   */
  functionNamed(name: string): string {
    const found = this.#names.find((one) => one === name) ?? this.#names.find((one) => one.endsWith(`-${name}`));
    if (found === undefined) throw new Error(`There is no function ${name}`);
    return found;
  }
}
