import { spawn } from 'node:child_process';
import { basename, join } from 'node:path';
import { projectFolder } from '../../lib/project-folder.ts';

/** A path in the folder contracts/. */
export const inContracts = (...path: readonly string[]): string => join(projectFolder, 'contracts', ...path);

/** What a stage can do. Each method throws if it fails. */
export interface StageTools {
  /** Installs the packages in a folder's lock file. */
  install(folder: string): Promise<void>;
  /** Runs a JavaScript program with this Node.js, and prints its output. */
  node(program: string, ...args: readonly string[]): Promise<void>;
  /** Prints a line of progress. */
  say(text: string): void;
}

export interface Stage {
  readonly title: string;
  /** @throws Error that says what is wrong. */
  readonly run: (tools: StageTools) => Promise<void>;
}

const run = (command: string, args: readonly string[], folder: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', cwd: folder });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${basename(command)} ended with exit code ${code}`));
    });
  });

const tools: StageTools = {
  install: (folder) => run(process.execPath, ['scripts/install-folder.cjs', folder], projectFolder),
  node: (program, ...args) => run(process.execPath, [program, ...args], projectFolder),
  say: (text) => console.log(`      ${text}`),
};

/**
 * Runs stages in order. Prints a line before each, and its time after it.
 * @returns whether all succeeded. Stops at the first failure.
 */
export async function runStages(stages: readonly Stage[]): Promise<boolean> {
  for (const [index, { title, run }] of stages.entries()) {
    console.log(`\n[${index + 1}/${stages.length}] ${title}`);
    const started = performance.now();
    const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
    try {
      await run(tools);
    } catch (error) {
      console.error(`Failed after ${seconds()} s: ${error instanceof Error ? error.message : error}`);
      return false;
    }
    console.log(`Done (${seconds()} s)`);
  }
  return true;
}
