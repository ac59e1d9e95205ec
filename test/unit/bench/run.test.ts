import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { BenchPart } from '../../../bench/bench.ts';
import { askProcess } from '../../../bench/child-process.ts';
import { requireSameMajor } from '../../../bench/cold-start/runtime-check.ts';
import { readCommandLine } from '../../../bench/command-line.ts';
import { measureQuickly, type QuickFigures } from '../../../bench/quick.ts';
import { pageWith } from '../../../bench/report.ts';
import { runParts } from '../../../bench/run-parts.ts';

const part = (name: string, run: BenchPart['run']): BenchPart => ({ name, title: `The part ${name}`, run });
const silent = () => undefined;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'misp-bench-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a run', () => {
  const parts = [
    part('one', async () => ({ summary: 'One is fast.', markdown: 'New figures of one', misses: ['it is too slow.'] })),
    part('two', async () => {
      throw new Error('no engine');
    }),
    part('three', async () => ({ summary: 'Three is fast.', markdown: 'New figures of three', misses: [] })),
  ];
  const run = async () => {
    const pagePath = join(folder, 'page.md');
    const names = parts.map(({ name }) => name);
    const date = new Date('2026-01-02T00:00:00Z');
    const old = parts.map((one) => ({
      part: one,
      result: { summary: `${one.name} was slow.`, markdown: `Old figures of ${one.name}`, misses: [] },
      seconds: 1,
      sources: 'commit 0ld',
    }));
    writeFileSync(pagePath, pageWith(old, pagePath, names, date));
    const printed: string[] = [];
    const misses = await runParts(
      parts,
      { progress: silent },
      {
        print: (text) => printed.push(text),
        keep: (measured) => writeFileSync(pagePath, pageWith(measured, pagePath, names, date)),
        sources: () => 'commit 1234567 + changes',
      },
    );
    return { misses, page: readFileSync(pagePath, 'utf8'), printed: printed.join('\n') };
  };

  test('continues after a part that throws, and reports the failures', async () => {
    const { misses, printed } = await run();
    expect(misses).toEqual(['one: it is too slow.', 'two: could not be measured: no engine']);
    expect(printed).toContain('MISSED: could not be measured: no engine');
    expect(printed).toContain('[3/3] The part three');
  });

  test('keeps the old section of a part that throws', async () => {
    const { page } = await run();
    expect(page).toContain('New figures of one');
    expect(page).not.toContain('Old figures of one');
    expect(page).toContain('Old figures of two');
    expect(page).toContain('New figures of three');
  });

  test('begins with the summary of every part, from the old section if that stays', async () => {
    const { page } = await run();
    const [, list = ''] = page.slice(0, page.indexOf('## ')).split('In short:\n\n');
    expect(list.trim().split('\n').slice(0, 3)).toEqual([
      '- **The part one.** One is fast.',
      '- **The part two.** two was slow.',
      '- **The part three.** Three is fast.',
    ]);
  });

  test('dates every section and names the sources and the machine', async () => {
    const { page } = await run();
    expect(page).toMatch(/^\*2026-01-02, commit 1234567 \+ changes, .*Node\.js v\d+.*; took 0 s\.\*$/m);
    expect(page).toContain('commit 0ld');
  });
});

describe('a quick run', () => {
  const figures: QuickFigures = {
    coldStart: [
      {
        function: 'get-misp',
        medianMs: 60,
        ratioToBare: 0.8,
        ratioToTutorial: 0.5,
        tls: { firstAnswerMs: 12, ratioToBare: 0.3, importToAnswerMs: 70, importToAnswerRatioToBare: 0.8 },
      },
    ],
    bundles: [{ function: 'get-misp', kilobytes: 230 }],
    warm: { p50Ms: 0.05, p99Ms: 0.1, perSecond: 30_000, ratioToBare: 1.02, processorRatioToBare: 0.9 },
  };
  const measures = {
    coldStart: async () => ({ coldStart: figures.coldStart, misses: ['cold'] }),
    bundles: async () => ({ bundles: figures.bundles, misses: [] }),
    warm: async () => ({ warm: figures.warm, misses: ['warm'] }),
  };

  test('has exactly the documented figures', async () => {
    const quick = await measureQuickly(silent, measures);
    expect(JSON.parse(JSON.stringify(quick.figures))).toEqual(figures);
    expect(Object.keys(quick.figures)).toEqual(['coldStart', 'bundles', 'warm']);
    expect(quick.misses).toEqual(['cold', 'warm']);
  });

  test('has the other figures if one could not be measured', async () => {
    const coldStart = () => Promise.reject(new Error('no engine'));
    const quick = await measureQuickly(silent, { ...measures, coldStart });
    expect(quick.figures).toEqual({ bundles: figures.bundles, warm: figures.warm });
    expect(quick.misses).toEqual(['coldStart could not be measured: no engine', 'warm']);
  });
});

describe('the command line', () => {
  const read = (...args: string[]) => readCommandLine(args, ['warm', 'scale', 'load'], '/home/caller');

  test('selects everything, parts, or one store', () => {
    expect(read()).toEqual({ kind: 'page', parts: ['warm', 'scale', 'load'] });
    expect(read('--only', 'load,warm')).toEqual({ kind: 'page', parts: ['load', 'warm'] });
    expect(read('--scale', '1000')).toEqual({ kind: 'page', parts: ['scale'], scale: 1000 });
    expect(read('--scale', '1000', '--only', 'scale')).toEqual({ kind: 'page', parts: ['scale'], scale: 1000 });
  });

  test("resolves the file of a quick run from the caller's folder", () => {
    expect(read('--quick')).toEqual({ kind: 'quick' });
    expect(read('--quick', '--json', 'figures.json')).toEqual({ kind: 'quick', json: '/home/caller/figures.json' });
    expect(read('--quick', '--json', '/tmp/figures.json')).toEqual({ kind: 'quick', json: '/tmp/figures.json' });
  });

  test.each([
    [['--scale', '1000', '--only', 'warm'], 'part scale alone'],
    [['--scale', '1000', '--only', 'scale,warm'], 'part scale alone'],
    [['--scale', 'many'], 'whole number'],
    [['--scale', '0'], 'whole number'],
    [['--quick', '--scale', '1000'], '--scale does not go'],
    [['--quick', '--only', 'warm'], '--only does not go'],
    [['--json', 'figures.json'], 'goes with --quick'],
    [['--only', 'speed'], 'No part is called speed'],
    [['--fast'], '--fast'],
  ])('refuses %j', (args, why) => {
    expect(read(...args)).toEqual({ kind: 'refused', why: expect.stringContaining(why) });
  });
});

describe('the Node.js of the measurements', () => {
  test('must have the deployed major version', () => {
    expect(() => requireSameMajor(new Set(['nodejs24.x']), 'v24.21.0')).not.toThrow();
    expect(() => requireSameMajor(new Set(['nodejs24.x']), 'v22.18.0')).toThrow('deployed on nodejs24.x');
    expect(() => requireSameMajor(new Set(['nodejs24.x', 'nodejs22.x']), 'v24.0.0')).toThrow('on nodejs22.x, and');
  });
});

describe('a program of the benchmarks', () => {
  const program = (source: string) => {
    const path = join(folder, 'program.mjs');
    writeFileSync(path, source);
    return path;
  };

  test('is ended if it does not answer', async () => {
    const silentOne = program('setInterval(() => undefined, 1000); process.on("message", () => undefined);');
    await expect(askProcess(silentOne, {}, { limitMs: 300 })).rejects.toThrow('gave no answer in 0.3 s');
  });

  test('is an error with its output if it fails', async () => {
    const failing = program(
      'process.once("message", () => process.send({ error: "no store" }, () => process.exit(1)));',
    );
    await expect(askProcess(failing, {})).rejects.toThrow('no store');
    await expect(askProcess(program('process.exit(3)'), {})).rejects.toThrow('ended with 3');
  });
});
