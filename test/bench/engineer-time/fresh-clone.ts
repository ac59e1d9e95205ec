import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../../lib/project-folder.ts';
import { timed, timedSuccess } from './commands.ts';
import { secondsToFirstAnswer } from './first-answer.ts';

/** What somebody sees who has just cloned the project. */
export interface FreshClone {
  /** Of the commit that was cloned, shortened. */
  readonly commit: string;
  readonly installSeconds: number;
  readonly firstAnswerSeconds: number;
  readonly testSeconds: number;
  readonly testPassed: boolean;
  /** Files of tests that failed; empty also where a check before them did. */
  readonly failedTests: readonly string[];
  /** Jest's own line about the tests; empty when it did not come that far. */
  readonly testSummary: string;
}

/** Clones the working tree's last commit, installs, starts and tests there. @returns why not when that is not possible here. */
export async function measureFreshClone(
  progress: (text: string) => void,
): Promise<FreshClone | { readonly impossible: string }> {
  const parent = mkdtempSync(join(tmpdir(), 'misp-fresh-clone-'));
  try {
    const folder = join(parent, 'clone');
    const cloned = await timed(parent, 'git', ['clone', '--quiet', projectFolder, folder]);
    if (cloned.code !== 0) return { impossible: `git clone failed: ${lastLine(cloned.output)}` };
    const { output: commit } = await timedSuccess(folder, 'git', ['rev-parse', '--short', 'HEAD']);
    progress('npm ci in a fresh clone');
    const installed = await timed(folder, 'npm', ['ci']);
    if (installed.code !== 0) return { impossible: `npm ci failed: ${lastLine(installed.output)}` };
    progress(`npm ci took ${installed.seconds.toFixed(1)} s; npm start in the fresh clone`);
    const firstAnswerSeconds = await secondsToFirstAnswer(folder);
    progress(`first answer after ${firstAnswerSeconds.toFixed(1)} s; npm test in the fresh clone`);
    const isStep = /^\[\d+\/\d+\]|: (done|failed)|^(PASS|FAIL) /;
    // What tests leave in the folder for temporary files goes with the clone.
    const temporary = join(parent, 'tmp');
    mkdirSync(temporary);
    const tested = await timed(folder, 'npm', ['test'], {
      environment: { TMPDIR: temporary },
      onLine: (line) => {
        if (isStep.test(line)) progress(line);
      },
    });
    return {
      commit: commit.trim(),
      installSeconds: installed.seconds,
      firstAnswerSeconds,
      testSeconds: tested.seconds,
      testPassed: tested.code === 0,
      failedTests: [...new Set([...tested.output.matchAll(/^FAIL (\S+)/gm)].map(([, file]) => file ?? ''))],
      testSummary: /^Tests: +(.*)$/m.exec(tested.output)?.[1] ?? '',
    };
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}
