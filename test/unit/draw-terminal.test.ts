import { expect, test } from '@jest/globals';
import { drawTerminal } from '../../scripts/picture/draw-terminal.ts';

const delaysIn = (svg: string) => [...svg.matchAll(/animation-delay:([\d.]+)s/g)].map(([, delay]) => Number(delay));

test('shows each line at its time, without long waits', () => {
  const svg = drawTerminal('A terminal', [
    { at: 0, text: '$ npm start' },
    { at: 250, text: 'Ready' },
    { at: 60_250, text: '#1  PMS_MSP_101' },
  ]);
  expect(delaysIn(svg)).toEqual([0, 0.25, 1.15]);
  expect([...svg.matchAll(/class="(\w+)"/g)].map(([, kind]) => kind)).toEqual(['typed', 'printed', 'event']);
});

test('cuts a line that is too long, and escapes XML', () => {
  const svg = drawTerminal('<title>', [{ at: 0, text: `a < b && c > d ${'x'.repeat(200)}` }]);
  expect(svg).toContain('<title>&lt;title&gt;</title>');
  const [, shown = ''] = />(a [^<]+)<\/text>/.exec(svg) ?? [];
  expect(shown).toMatch(/^a &lt; b &amp;&amp; c &gt; d x+…$/);
  expect(shown.replaceAll(/&\w+;/g, '_')).toHaveLength(118);
});
