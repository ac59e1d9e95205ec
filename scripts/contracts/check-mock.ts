import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type GuardedProcess, startGuarded } from '../../local/aws/engines/guarded-process.ts';
import { openapiFile } from '../published-documents.ts';
import { type DocumentWithExamples, documentedAnswers } from './documented-answers.ts';
import { differingAnswers } from './mock-answers.ts';
import { inContracts, type StageTools } from './stages.ts';

const START_TIMEOUT_MS = 60_000;

/**
 * Starts Prism with the document and compares each answer with the requested example.
 * @throws Error with the first answers that differ.
 */
export async function checkMock({ say }: StageTools): Promise<void> {
  const document: DocumentWithExamples = JSON.parse(readFileSync(openapiFile, 'utf8'));
  const answers = documentedAnswers(document);
  const program = inContracts('mock/node_modules/@stoplight/prism-cli/dist/index.js');
  const mock = startGuarded(process.execPath, [program, 'mock', openapiFile, '--host', '127.0.0.1', '--port', '0']);
  try {
    const url = await addressOf(mock);
    say(`Prism answers at ${url}`);
    const differing = await differingAnswers(url, answers);
    if (differing.length > 0) {
      throw new Error(
        [`${differing.length} of ${answers.length} answers differ`, ...differing.slice(0, 10)].join('\n      '),
      );
    }
    say(
      `${answers.length} answers of ${new Set(answers.map(({ operation }) => operation)).size} operations match the document`,
    );
  } finally {
    await mock.stop();
  }
}

/** The URL of the mock, which it prints when it listens. */
async function addressOf(mock: GuardedProcess): Promise<string> {
  let hasEnded = false;
  void mock.ended.then(() => {
    hasEnded = true;
  });
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!hasEnded && performance.now() < deadline) {
    const address = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(mock.output())?.[1];
    if (address !== undefined) return address;
    await sleep(50);
  }
  throw new Error(`Prism did not start:\n${mock.output()}`);
}
