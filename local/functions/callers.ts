import type { RunnableTemplate } from '../template/resources.ts';
import { credentialsOf } from './credentials.ts';

/** Who makes calls on this machine. */
export class Callers {
  readonly #names: readonly string[];
  readonly #byCaller: ReadonlyMap<string, string>;

  constructor(template: RunnableTemplate) {
    const functions = template.ofType('AWS::Lambda::Function');
    this.#names = functions.map(({ name }) => name);
    this.#byCaller = new Map(
      functions.flatMap(({ name, arn = '' }) => [
        [credentialsOf(name).accessKeyId, name] as const,
        // What a service does in the name of a function, such as sending to the failure queue of its mapping.
        [arn, name] as const,
      ]),
    );
  }

  /**
   * The function that makes a call, or the service of AWS that makes it by itself; undefined for anybody else: a test, a
   * script.
   * @param caller as a call names it.
   */
  nameOf(caller: string | undefined): string | undefined {
    if (caller?.endsWith('.amazonaws.com')) return caller;
    return this.#byCaller.get(caller ?? '');
  }

  /**
   * The whole name of a function.
   * @param name that, or the part of it that follows service and stage, such as `publish-audit`.
   * @throws Error when there is none.
   */
  functionNamed(name: string): string {
    const found = this.#names.find((one) => one === name) ?? this.#names.find((one) => one.endsWith(`-${name}`));
    if (found === undefined) throw new Error(`There is no function ${name}`);
    return found;
  }
}
