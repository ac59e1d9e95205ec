import type { LocalCloud } from '../../local/local-cloud.ts';
import { exchange, type RawAnswer } from '../bad-input/raw-exchange.ts';
import { withoutAllowed } from './allowed-in-answers.ts';
import type { Canaries } from './canaries.ts';
import type { Evidence } from './evidence.ts';
import type { SecretRequest } from './secret-requests.ts';

/** Longer than a function's time limit and the wait for a process. */
const TIMEOUT_MS = 30_000;
/** One in this many requests has a token that is refused. */
const REFUSED_EVERY = 11;

/** Callers with secrets in their tokens. They send requests and keep the answers. */
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
    // User ids that must be replaced before they are stored anywhere.
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

  /** Number of 5xx answers so far. */
  get failed(): number {
    return this.#failed;
  }

  /** Number of successful changes so far. */
  get changed(): number {
    return this.#changed;
  }

  /** A request of an operator, for preparations. */
  readonly ask = (request: SecretRequest): Promise<RawAnswer> => this.#exchange(request, this.#tokens.at(-1)!);

  /**
   * Sends one of many requests; the tokens take turns.
   * @returns whether it succeeded.
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
    const answer = await exchange(this.#port, { ...request, target, headers }, TIMEOUT_MS);
    if (answer === undefined) throw new Error(`${operation} gave no answer`);
    this.#failed += answer.status >= 500 ? 1 : 0;
    const origin = answer.status === 200 ? operation : `${operation} with ${answer.status}`;
    const kept = withoutAllowed(operation, answer.body, key);
    this.#evidence.keep('answer', origin, `${JSON.stringify(answer.headers)} ${kept}`);
    return answer;
  }
}

/** Business errors also have status 200, in the envelope. */
function isSuccess({ status, body }: RawAnswer): boolean {
  return status === 200 && JSON.parse(body).errors?.length === 0;
}
