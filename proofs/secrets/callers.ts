import type { LocalCloud } from '../../local/local-cloud.ts';
import { exchange, type RawAnswer } from '../bad-input/raw-exchange.ts';
import { withoutAllowed } from './allowed-in-answers.ts';
import type { Canaries } from './canaries.ts';
import type { Evidence } from './evidence.ts';
import type { SecretRequest } from './secret-requests.ts';

/** Longer than a function has, and than a request may wait for a process. */
const PATIENCE_MS = 30_000;
/** Each so many requests comes with a token that is refused. */
const REFUSED_EVERY = 11;

/** Callers whose tokens hold secrets, sending requests and keeping what they are answered. */
export class Callers {
  readonly #evidence: Evidence;
  readonly #port: number;
  readonly #base: string;
  readonly #tokens: readonly string[];
  readonly #refused: readonly string[];
  #failed = 0;
  #changed = 0;

  private constructor(
    cloud: LocalCloud,
    evidence: Evidence,
    tokens: { readonly good: readonly string[]; readonly refused: readonly string[] },
  ) {
    this.#evidence = evidence;
    this.#port = Number(new URL(cloud.url).port);
    this.#base = new URL(cloud.baseUrl).pathname;
    this.#tokens = tokens.good;
    this.#refused = tokens.refused;
  }

  static async withTokens(cloud: LocalCloud, evidence: Evidence, canaries: Canaries): Promise<Callers> {
    // Ids of callers that must be replaced before they come anywhere.
    const users = [canaries.emailAddress(), canaries.phoneNumber(), 'misp-operator'];
    const good = await Promise.all(
      users.map((user) =>
        cloud.token(user, { claims: { email: canaries.emailAddress(), phone: canaries.phoneNumber() } }),
      ),
    );
    const refused = await Promise.all([
      cloud.token(canaries.emailAddress(), { lifetimeSeconds: -60 }),
      cloud.token(canaries.emailAddress(), { audience: canaries.text() }),
      cloud.token(canaries.emailAddress(), { roles: [canaries.text()] }),
      `${canaries.text()}.${canaries.text()}.${canaries.text()}`,
    ]);
    for (const part of [...good, ...refused].flatMap((token) => token.split('.').slice(1))) canaries.learn(part);
    return new Callers(cloud, evidence, { good, refused });
  }

  /** Answers of 5xx so far. */
  get failed(): number {
    return this.#failed;
  }

  /** Changes that were carried out and answered so far. */
  get changed(): number {
    return this.#changed;
  }

  /** A request of an operator, as it is needed to bring something about. */
  readonly ask = (request: SecretRequest): Promise<RawAnswer> => this.#exchange(request, this.#tokens.at(-1)!);

  /**
   * One of many requests, by turns with each of the tokens.
   * @returns whether it was answered with success.
   */
  async send(request: SecretRequest, number: number): Promise<boolean> {
    const isRefused = number % REFUSED_EVERY === REFUSED_EVERY - 1 && !request.isChange;
    const tokens = isRefused ? this.#refused : this.#tokens;
    const answer = await this.#exchange(request, tokens[number % tokens.length]!);
    const isDone = isSuccess(answer);
    this.#changed += isDone && request.isChange ? 1 : 0;
    return isDone;
  }

  async #exchange(request: SecretRequest, token: string): Promise<RawAnswer> {
    const { operation, path, key } = request;
    const target = `${this.#base}${path}`;
    const headers = [['authorization', `Bearer ${token}`] as const, ...request.headers];
    const answer = await exchange(this.#port, { ...request, target, headers }, PATIENCE_MS);
    if (answer === undefined) throw new Error(`${operation} gave no answer`);
    this.#failed += answer.status >= 500 ? 1 : 0;
    const origin = answer.status === 200 ? operation : `${operation} with ${answer.status}`;
    const kept = withoutAllowed(operation, answer.body, key);
    this.#evidence.keep('answer', origin, `${JSON.stringify(answer.headers)} ${kept}`);
    return answer;
  }
}

/** Business errors are answered 200, too, in the envelope. */
function isSuccess({ status, body }: RawAnswer): boolean {
  return status === 200 && JSON.parse(body).errors?.length === 0;
}
