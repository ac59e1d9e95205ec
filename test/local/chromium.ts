import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const folders = (process.env.PATH ?? '').split(delimiter);

/** The Chromium of this machine: from the variable CHROMIUM, or the first on the path; undefined if there is none. */
export const chromiumPath =
  process.env.CHROMIUM ?? folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(existsSync);

/** Starts it without a window. @throws Error if this machine has none. */
export function launchChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('No Chromium is installed on this machine');
  // In a container Chromium runs as root, where its sandbox does not work. It opens only pages of this machine.
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
}
