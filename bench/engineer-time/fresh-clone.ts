import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../lib/project-folder.ts';
import { messageOf } from '../message-of.ts';
import { timed, timedSuccess } from './commands.ts';
import { secondsToFirstAnswer } from './first-answer.ts';

/** All tests with all checks: several times what they take on a machine with two processors. */
const TEST_LIMIT_MS = 25 * 60_000;

/** What somebody sees who has just cloned the project; without what came after something that failed. */
export interface FreshClone {
  /** Of the commit that was cloned, shortened. */
  readonly commit?: string;
  readonly installSeconds?: number;
  readonly firstAnswerSeconds?: number;
  readonly tests?: TestsOfClone;
  /** What ended this early. */
  readonly problem?: string;
}

export interface TestsOfClone {
  readonly seconds: number;
  readonly passed: boolean;
  /** Files of tests that failed; empty also where a check before them did. */
  readonly failed: readonly string[];
  /** Jest's own line about the tests; empty when it did not come that far. */
  readonly summary: string;
}

/** Clones the working tree's last commit, installs, starts and tests there. What was measured before a failure is kept. */
export async function measureFreshClone(progress: (text: string) => void): Promise<FreshClone> {
  const parent = mkdtempSync(join(tmpdir(), 'misp-fresh-clone-'));
  const measured: { -readonly [Field in keyof FreshClone]: FreshClone[Field] } = {};
  try {
    const folder = join(parent, 'clone');
    await timedSuccess(parent, 'git', ['clone', '--quiet', projectFolder, folder]);
    measured.commit = (await timedSuccess(folder, 'git', ['rev-parse', '--short', 'HEAD'])).output.trim();
    progress('npm ci in a fresh clone');
    const { seconds: installSeconds } = await timedSuccess(folder, 'npm', ['ci']);
    measured.installSeconds = installSeconds;
    progress(`npm ci took ${installSeconds.toFixed(1)} s; npm start in the fresh clone`);
    const firstAnswerSeconds = await secondsToFirstAnswer(folder);
    measured.firstAnswerSeconds = firstAnswerSeconds;
    progress(`first answer after ${firstAnswerSeconds.toFixed(1)} s; npm test in the fresh clone`);
    measured.tests = await testIn(folder, parent, progress);
    return measured;
  } catch (error) {
    return { ...measured, problem: messageOf(error) };
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

async function testIn(folder: string, parent: string, progress: (text: string) => void): Promise<TestsOfClone> {
  const isStep = /^\[\d+\/\d+\]|: (done|failed)|^(PASS|FAIL) /;
  // What tests leave in the folder for temporary files goes with the clone.
  const temporary = join(parent, 'tmp');
  mkdirSync(temporary);
  const { seconds, code, output } = await timed(folder, 'npm', ['test'], {
    environment: { TMPDIR: temporary },
    limitMs: TEST_LIMIT_MS,
    onLine: (line) => {
      if (isStep.test(line)) progress(line);
    },
  });
  return {
    seconds,
    passed: code === 0,
    failed: [...new Set([...output.matchAll(/^FAIL (\S+)/gm)].map(([, file]) => file ?? ''))],
    summary: /^Tests: +(.*)$/m.exec(output)?.[1] ?? '',
  };
}
