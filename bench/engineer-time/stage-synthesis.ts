import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../lib/project-folder.ts';
import { timedSuccess } from './commands.ts';

/** Seconds of each round, by the way in which the functions of a stage are bundled. */
export interface StageTimes {
  /** All of them in one pass of esbuild, before the synthesis. */
  readonly onePass: readonly number[];
  /** Each by CDK's NodejsFunction, in the synthesis. */
  readonly eachByItself: readonly number[];
}

const PROGRAM = 'bench/engineer-time/synthesize-stage.ts';

/** Bundles and synthesizes a stage in both ways, in turn, each time in a process of its own. */
export async function measureStages(rounds: number, progress: (text: string) => void): Promise<StageTimes> {
  const times: Record<keyof StageTimes, number[]> = { onePass: [], eachByItself: [] };
  const parent = mkdtempSync(join(tmpdir(), 'misp-stages-'));
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const way of ['onePass', 'eachByItself'] as const) {
        // A folder that is new each time: the CDK bundles nothing that it finds there already.
        const program = ['--no-warnings', PROGRAM, way, join(parent, `${way}-${round}`)];
        times[way].push((await timedSuccess(projectFolder, process.execPath, program)).seconds);
      }
      const took = [times.onePass.at(-1), times.eachByItself.at(-1)].map((seconds) => seconds?.toFixed(1));
      progress(`a stage, round ${round} of ${rounds}: ${took.join(' s, with NodejsFunction ')} s`);
    }
    return times;
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}
