/** npm and the terminal both send a Ctrl-C to the program. The second is the same one if it comes this soon. */
export const SAME_SIGNAL_MS = 1000;

/**
 * Lets a program end in order after Ctrl-C or `kill`, or when a terminal hangs up. A later signal ends it at once, with
 * status 130. The program also goes on when nobody reads its output any more.
 * @param stop called with the first signal.
 * @param giveUp called before the program ends at once.
 */
export function onStopSignal(stop: () => void, giveUp: () => void = () => undefined): void {
  let stoppedAt: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stoppedAt === undefined) {
        stoppedAt = performance.now();
        stop();
      } else if (performance.now() - stoppedAt > SAME_SIGNAL_MS) {
        giveUp();
        process.exit(130);
      }
    });
  }
  // Without a listener, the next line of text would end the program.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
