/** Processor milliseconds that this process takes for some work, in all its threads: none of what it waits for. */
export async function cpuMsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Processor milliseconds of one of many pieces of work: a value for each group of them, since one alone is too short. */
export async function cpuMsOfEach(pieces: readonly (() => Promise<unknown>)[], groupSize: number): Promise<number[]> {
  const values: number[] = [];
  for (let from = 0; from < pieces.length; from += groupSize) {
    const group = pieces.slice(from, from + groupSize);
    const cpuMs = await cpuMsOf(async () => {
      for (const piece of group) await piece();
    });
    values.push(cpuMs / group.length);
  }
  return values;
}
