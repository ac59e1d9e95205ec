import { readOptions } from '../command-line.ts';

export interface RedriveArguments {
  readonly queue: string;
  readonly bus: string;
  readonly limit: number;
  readonly isDryRun: boolean;
}

/**
 * @param args of the command line; by default this process's.
 * @returns undefined for --help.
 * @throws Error that says what is wrong with the arguments.
 */
export function readArguments(args?: readonly string[]): RedriveArguments | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = readOptions({
    args,
    options: { queue: text, bus: text, limit: text, 'dry-run': flag, help: flag },
  });
  if (values.help) return undefined;
  const { queue, bus, limit = 'Infinity' } = values;
  if (queue === undefined || bus === undefined) {
    throw new Error('--queue and --bus are needed; npm run redrive -- --help shows the rest');
  }
  if (!URL.canParse(queue)) throw new Error('--queue is the URL of a queue, https://sqs.<region>.amazonaws.com/…');
  if (bus.includes(':')) throw new Error("--bus is the bus's name, not its ARN");
  if (limit !== 'Infinity' && !/^[1-9]\d{0,8}$/.test(limit)) throw new Error('--limit is a number from 1');
  return { queue, bus, limit: Number(limit), isDryRun: values['dry-run'] };
}
