import { spawn } from 'node:child_process';
import { basename, join } from 'node:path';
import { projectFolder } from '../../lib/project-folder.ts';

/** A path within the folder of the generators. */
export const inContracts = (...path: readonly string[]): string => join(projectFolder, 'contracts', ...path);

/** What a stage can do. Each throws when it fails. */
export interface StageTools {
  /** Installs what a folder's lock says. */
  install(folder: string): Promise<void>;
  /** Runs a program of JavaScript with this Node.js, and passes its output through. */
  node(program: string, ...args: readonly string[]): Promise<void>;
  /** One more line about what is done. */
  say(text: string): void;
}

/** A part of the whole. */
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
  install: (folder) => run('npm', ['ci', '--no-audit', '--no-fund'], folder),
  node: (program, ...args) => run(process.execPath, [program, ...args], projectFolder),
  say: (text) => console.log(`      ${text}`),
};

/**
 * Runs stages one after the other, each with a line before and its time after.
 * @returns whether all succeeded; the first that fails is the last that runs.
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
