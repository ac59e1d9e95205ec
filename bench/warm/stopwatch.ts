/** Adds up how long some calls take, until each of them is settled. */
export class Stopwatch {
  #milliseconds = 0;

  get milliseconds(): number {
    return this.#milliseconds;
  }

  reset(): void {
    this.#milliseconds = 0;
  }

  async around<T>(call: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await call();
    } finally {
      this.#milliseconds += performance.now() - start;
    }
  }

  /** The same object, whose methods are timed; they must be asynchronous. */
  aroundMethodsOf<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (_, name) => {
        const method: unknown = Reflect.get(target, name, target);
        if (typeof method !== 'function') return method;
        return (...args: unknown[]) => this.around(async () => Reflect.apply(method, target, args));
      },
    });
  }
}
