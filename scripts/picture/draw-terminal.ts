/** A line of a terminal, and its time in milliseconds. */
export interface TimedLine {
  readonly at: number;
  readonly text: string;
}

const COLUMNS = 118;
const CHARACTER = 7.25;
const LINE = 18;
const LEFT = 14;
const TOP = 44;
/** Longer pauses between lines are cut to this. */
const LONGEST_PAUSE_MS = 900;

/**
 * Draws the lines of a terminal, animated once. Without animation, all lines show.
 * @returns an SVG document.
 */
export function drawTerminal(title: string, lines: readonly TimedLine[]): string {
  let shown = 0;
  let before = lines[0]?.at ?? 0;
  const rows = lines.map(({ at, text }, row) => {
    shown += Math.min(at - before, LONGEST_PAUSE_MS);
    before = at;
    const y = TOP + row * LINE;
    return `<text x="${LEFT}" y="${y}" class="${kindOf(text)}" style="animation-delay:${(shown / 1000).toFixed(2)}s">${escaped(cut(text))}</text>`;
  });
  const width = Math.ceil(COLUMNS * CHARACTER) + 2 * LEFT;
  const height = TOP + lines.length * LINE;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="12">
<title>${escaped(title)}</title>
<style>
text { fill: #d6dde6; white-space: pre; animation: appear 0.15s backwards; }
.typed { fill: #ffffff; font-weight: bold; }
.comment { fill: #8b98a8; }
.event { fill: #7fd4a8; }
@keyframes appear { from { opacity: 0; } }
@media (prefers-reduced-motion: reduce) { text { animation: none; } }
</style>
<rect width="100%" height="100%" rx="8" fill="#10161d"/>
<circle cx="18" cy="16" r="5" fill="#e5645a"/><circle cx="36" cy="16" r="5" fill="#e0b13e"/><circle cx="54" cy="16" r="5" fill="#57b65f"/>
${rows.join('\n')}
</svg>
`;
}

function kindOf(text: string): 'typed' | 'comment' | 'event' | 'printed' {
  if (text.startsWith('$ ')) return 'typed';
  if (/^#\d+ /.test(text)) return 'event';
  return text.startsWith('# ') ? 'comment' : 'printed';
}

const cut = (text: string) => (text.length > COLUMNS ? `${text.slice(0, COLUMNS - 1)}…` : text);
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
