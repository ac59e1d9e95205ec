/**
 * Lets a program end in order when it must stop: by Ctrl-C, by `kill`, or by a terminal or a pipe that is gone.
 * @param stop called once. One Ctrl-C arrives twice where npm and the terminal both send it.
 */
export function onStopSignal(stop: () => void): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!isStopping) stop();
      isStopping = true;
    });
  }
  // Nobody reads any more. Without a listener, the next line of text would end the program.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
