/** `npm start`: the local cloud in a terminal. */
import { readCommandLine, USAGE, UsageError } from './command-line.ts';

try {
  const commandLine = readCommandLine(process.argv.slice(2));
  if (commandLine.help) console.log(USAGE);
  else {
    // Takes longer to load than to show the options, or what is wrong with them.
    const { runInTerminal } = await import('./run-in-terminal.ts');
    await runInTerminal(commandLine);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  if (error instanceof UsageError) console.error('\nnpm start -- --help shows the options.');
  process.exit(error instanceof UsageError ? 2 : 1);
}
