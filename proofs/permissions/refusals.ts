import type { Grant } from '../../local/aws/iam/grants.ts';
import { isAction, isArnLike } from '../../local/aws/iam/wildcards.ts';
import { credentialsOf } from '../../local/functions/credentials.ts';
import type { LocalCloud } from '../../local/local-cloud.ts';

/** A call that a role's policy refused, by the error message. */
interface Refusal {
  readonly caller: string | undefined;
  readonly action: string;
  readonly resource: string;
}

const WORDING = /is not authorized to perform: (\S+) on resource: (\S+) because no identity-based policy allows/;

/** Records which calls of the functions are answered with AccessDenied: a failure alone does not show its reason. */
export class Refusals {
  #heard: Refusal[] = [];

  constructor({ services: { calls } }: LocalCloud) {
    const record = calls.record.bind(calls);
    calls.record = (call) => {
      record(call);
      const [, action, resource] = WORDING.exec(call.status === 400 ? call.answer.toString() : '') ?? [];
      if (action !== undefined && resource !== undefined) this.#heard.push({ caller: call.caller, action, resource });
    };
  }

  forget(): void {
    this.#heard = [];
  }

  /** Actions that a function was refused. @param name its full name. */
  of(name: string): readonly string[] {
    const { accessKeyId } = credentialsOf(name);
    return this.#heard.filter(({ caller }) => caller === accessKeyId).map(({ action }) => action);
  }

  /** Whether a function was refused exactly what a grant of it allows. */
  isOf({ function: name, action, resource }: Grant): boolean {
    const { accessKeyId } = credentialsOf(name);
    return this.#heard.some(
      (one) => one.caller === accessKeyId && isAction(action, one.action) && isArnLike(resource, one.resource),
    );
  }
}
