import type { Server } from 'node:net';

export interface Listening {
  readonly port: number;
  readonly url: string;
  /** Resolves when it is closed, with all connections of an HTTP server. */
  stop(): Promise<void>;
}

/** Lets a server listen on a free port of this machine that nobody else can reach. */
export async function listenOnLoopback(
  server: Server & { readonly closeAllConnections?: () => void },
): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeAllConnections?.();
      await closed;
    },
  };
}
