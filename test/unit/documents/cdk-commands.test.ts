import { expect, test } from '@jest/globals';
import { markdownPages, readProjectFile } from '../../support/markdown.ts';

// The CDK's command line refuses it otherwise, although the app has only one stack.
test('a command that executes a change set names its stack', () => {
  const commands = markdownPages().flatMap(
    (page) => readProjectFile(page).match(/npm run cdk -- deploy [^\n`]*--method=execute-change-set/g) ?? [],
  );
  expect(commands.length).toBeGreaterThan(0);
  for (const command of commands) expect(command).toMatch(/ deploy misp-(\w+) -c stage=\1 /);
});
