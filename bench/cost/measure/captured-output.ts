/** Does some work and keeps what it writes to standard output, where functions write log lines and metrics. */
export async function withCapturedOutput<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly output: string }> {
  const write = process.stdout.write;
  let output = '';
  process.stdout.write = (chunk: string | Uint8Array) => {
    output += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    return true;
  };
  try {
    const result = await work();
    return { result, output };
  } finally {
    process.stdout.write = write;
  }
}
