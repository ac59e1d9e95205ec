/** An announcement that a MISP's last licence expires soon. */
export interface Notice {
  readonly mispId: string;
  /** The threshold, in days before the last expiry. */
  readonly days: number;
}

const textOf = ({ mispId, days }: Notice) => `${mispId} ${days}`;

/** The notices that are not among the others. One that is there twice must be twice in the others, too. */
export function difference(notices: readonly Notice[], others: readonly Notice[]): readonly Notice[] {
  const left = new Map<string, number>();
  for (const text of others.map(textOf)) left.set(text, (left.get(text) ?? 0) + 1);
  return notices.filter((notice) => {
    const count = left.get(textOf(notice)) ?? 0;
    left.set(textOf(notice), count - 1);
    return count <= 0;
  });
}
