/** Adds up the durations of calls, each until it is settled. */
export class Stopwatch {
  #milliseconds = 0;

  get milliseconds(): number {
    return this.#milliseconds;
  }

  reset(): void {
    this.#milliseconds = 0;
  }

  async measure<T>(call: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await call();
    } finally {
      this.#milliseconds += performance.now() - start;
    }
  }

  /** The same object with measured methods. They must be asynchronous. */
  measureMethodsOf<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (_, name) => {
        const method: unknown = Reflect.get(target, name, target);
        if (typeof method !== 'function') return method;
        return (...args: unknown[]) => this.measure(async () => Reflect.apply(method, target, args));
      },
    });
  }
}
