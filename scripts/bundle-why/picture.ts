import type { BundleShares } from './shares.ts';

/** The groups in the picture, in the order of the bars, with their colors. */
const groups: readonly { readonly title: string; readonly color: string; readonly has: (name: string) => boolean }[] = [
  { title: 'this service', color: '#1b7f5c', has: (name) => name === 'this service' },
  { title: 'Middy', color: '#7a5195', has: (name) => name.startsWith('@middy/') },
  { title: 'jose', color: '#bc5090', has: (name) => name === 'jose' },
  {
    title: 'DynamoDB client',
    color: '#e07b39',
    has: (name) => /dynamodb|endpoint-discovery|endpoint-cache/.test(name),
  },
  { title: 'EventBridge client', color: '#d9a514', has: (name) => /eventbridge|multi-region/.test(name) },
  { title: 'what both clients share', color: '#9aa5b1', has: (name) => /^@(smithy|aws-sdk|aws)\//.test(name) },
  { title: 'other', color: '#d5dbe1', has: () => true },
];

const LEFT = 200;
const WIDTH = 900;
const BAR = 20;
const STEP = 28;
const TOP = 76;

/** Draws the bundles as bars, divided by content. @returns an SVG document. */
export function drawBundles(bundles: readonly BundleShares[]): string {
  const largest = Math.max(...bundles.map(({ bytes }) => bytes));
  const scale = (WIDTH - LEFT - 80) / largest;
  const rows = bundles.map((bundle, row) => {
    const y = TOP + row * STEP;
    let x = LEFT;
    const bars = groups.map(({ title, color }, index) => {
      const bytes = bytesOf(bundle, index);
      const width = bytes * scale;
      const bar = `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" fill="${color}"><title>${title}: ${kilobytes(bytes)}</title></rect>`;
      x += width;
      return bytes > 0 ? bar : '';
    });
    const name = `<text x="${LEFT - 8}" y="${y + 15}" text-anchor="end">${bundle.function}</text>`;
    const size = `<text x="${(x + 8).toFixed(1)}" y="${y + 15}">${kilobytes(bundle.bytes)}</text>`;
    return `${name}${bars.join('')}${size}`;
  });
  const legend = groups.map(({ title, color }, index) => {
    const x = 16 + (index % 4) * 220;
    const y = 14 + Math.floor(index / 4) * 24;
    return `<rect x="${x}" y="${y}" width="14" height="14" fill="${color}"/><text x="${x + 20}" y="${y + 12}">${title}</text>`;
  });
  const height = TOP + bundles.length * STEP + 8;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13">
<title>What is in each bundle</title>
<rect width="100%" height="100%" fill="#ffffff"/>
${[...legend, ...rows].join('\n')}
</svg>
`;
}

/** A package belongs to the first matching group. */
function bytesOf(bundle: BundleShares, group: number): number {
  const own = bundle.shares.filter(({ name }) => groups.findIndex(({ has }) => has(name)) === group);
  return own.reduce((sum, { bytes }) => sum + bytes, 0);
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} KB`;
