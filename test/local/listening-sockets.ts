import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A socket that listens for connections. */
export interface ListeningSocket {
  readonly processId: number;
  /** A readable address: `127.0.0.1`, `0.0.0.0`, `::1`, `::`. */
  readonly address: string;
  readonly port: number;
}

/** The state of a listening socket in the kernel's tables. */
const LISTEN = '0A';

/** All listening TCP sockets of some processes, from /proc. */
export function listeningSocketsOf(processIds: readonly number[]): readonly ListeningSocket[] {
  // Without IPv6 there is no such table.
  const listening = new Map(['/proc/net/tcp', '/proc/net/tcp6'].filter(existsSync).flatMap(readTable));
  return processIds.flatMap((processId) =>
    [...inodesOf(processId)].flatMap((inode) => {
      const socket = listening.get(inode);
      return socket === undefined ? [] : [{ processId, ...socket }];
    }),
  );
}

function readTable(path: string): readonly (readonly [string, Omit<ListeningSocket, 'processId'>])[] {
  const [, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  return lines.flatMap((line) => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    const [address = '', port = ''] = local.split(':');
    return state === LISTEN ? [[inode, { address: legible(address), port: Number.parseInt(port, 16) }] as const] : [];
  });
}

/** The kernel writes addresses as words of four bytes in the machine's byte order. */
function legible(hex: string): string {
  const bytes = hex.match(/.{8}/g)?.flatMap((word) => [...Buffer.from(word, 'hex').reverse()]) ?? [];
  if (bytes.length === 4) return bytes.join('.');
  const isZeroUpTo = (end: number) => bytes.slice(0, end).every((byte) => byte === 0);
  if (isZeroUpTo(15)) return bytes[15] === 0 ? '::' : `::${bytes[15]}`;
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A process may have the same socket open more than once. */
function inodesOf(processId: number): ReadonlySet<string> {
  const folder = `/proc/${processId}/fd`;
  const inodes = read(() => readdirSync(folder))?.map((name) => {
    const [, inode] = /^socket:\[(\d+)\]$/.exec(read(() => readlinkSync(`${folder}/${name}`)) ?? '') ?? [];
    return inode;
  });
  return new Set(inodes?.filter((inode) => inode !== undefined));
}

/** Absent if the process ended or closed the file in the meantime. */
function read<Found>(look: () => Found): Found | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
