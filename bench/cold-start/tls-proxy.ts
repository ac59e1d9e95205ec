import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { messageOf } from '../message-of.ts';

/** A certificate for localhost, and its key. */
export interface Certificate {
  readonly keyFile: string;
  /** Also for `NODE_EXTRA_CA_CERTS`, so that a process trusts it. */
  readonly certificateFile: string;
  remove(): void;
}

/**
 * Makes a self-signed certificate, valid for a day, with an RSA key of 2,048 bits like the endpoints of AWS.
 * @throws Error if the command `openssl` is missing.
 */
export function makeCertificate(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'misp-bench-certificate-'));
  const keyFile = join(folder, 'key.pem');
  const certificateFile = join(folder, 'certificate.pem');
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const files = ['-keyout', keyFile, '-out', certificateFile];
  try {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', ...names, ...files], {
      stdio: 'pipe',
    });
  } catch (error) {
    remove();
    throw new Error(`openssl makes the certificate of the TLS proxy; install it: ${messageOf(error)}`, {
      cause: error,
    });
  }
  return { keyFile, certificateFile, remove };
}

/** Accepts connections over TLS and passes their content on to a server on this machine, and back. */
export interface TlsProxy {
  readonly url: string;
  /** Resets every connection, as servers do with those of a process that was frozen for long. */
  dropConnections(): void;
  stop(): Promise<void>;
}

/** @param target the address of the server, with plain HTTP. */
export async function startTlsProxy(target: string, { keyFile, certificateFile }: Certificate): Promise<TlsProxy> {
  const { hostname: host, port } = new URL(target);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const options = { key: readFileSync(keyFile), cert: readFileSync(certificateFile) };
  const server = createServer({ ...options, noDelay: true }, (incoming) => {
    const outgoing = connect({ host, port: Number(port), noDelay: true });
    keep(outgoing);
    incoming.on('error', () => outgoing.destroy());
    incoming.pipe(outgoing).pipe(incoming);
    incoming.on('close', () => outgoing.destroy());
    outgoing.on('close', () => incoming.destroy());
  });
  server.on('connection', keep);
  await new Promise<void>((resolve) => {
    server.listen(0, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The TLS proxy has no port');
  const dropConnections = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    url: `https://localhost:${address.port}`,
    dropConnections,
    stop: async () => {
      dropConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
