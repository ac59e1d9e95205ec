import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { operations } from '../../functions/operations.ts';
import { projectFolder } from '../../lib/project-folder.ts';
import { type DocumentedAnswer, documentedAnswers } from '../../scripts/contracts/documented-answers.ts';
import { differingAnswers } from '../../scripts/contracts/mock-answers.ts';
import { runStages, type StageTools } from '../../scripts/contracts/stages.ts';
import { AnswersAsDocumented, publishedDocument } from '../support/answers-as-documented.ts';
import { type Listening, listenOnLoopback } from '../support/listen-on-loopback.ts';

/** The checks of `npm run contracts`. The generators and the mock server themselves are not installed here. */

const document = publishedDocument();
const answers = documentedAnswers({ ...document, paths: document.paths });

describe('the answers requested from a mock server', () => {
  test('are those of every operation, as documented', () => {
    expect([...new Set(answers.map(({ operation }) => operation))].sort()).toEqual(
      operations.map(({ name }) => name).sort(),
    );
    const documented = new AnswersAsDocumented(document);
    for (const { method, path, status, mediaType, value } of answers) {
      const headers = { 'content-type': mediaType, 'apigw-requestid': 'id' };
      expect(documented.faultsOf(method, path, { status, headers, body: value })).toEqual([]);
    }
  });

  test('are all those in the document', () => {
    const shown = (value: unknown): number => {
      if (typeof value !== 'object' || value === null) return 0;
      return Object.entries(value).reduce((sum, [key, part]) => {
        if (key === '$ref') return sum + shown(document.components.responses[String(part).split('/').at(-1)!]);
        return sum + (key === 'examples' ? Object.keys(part).length : shown(part));
      }, 0);
    };
    const responses = Object.values<Record<string, { responses: unknown }>>(document.paths).flatMap((item) =>
      Object.values(item).map((operation) => operation.responses),
    );
    expect(answers.length).toBe(responses.reduce<number>((sum, one) => sum + shown(one), 0));
  });

  test('have the request example of the same name, or the operation’s first', () => {
    const requestOf = (operation: string, example: string) =>
      answers.find((answer) => answer.operation === operation && answer.example === example)?.request;
    expect(requestOf('process-misp-status', 'done')).toEqual({ request: { mispStatus: 'approved' } });
    expect(requestOf('process-misp-status', 'done-2')).toEqual({ request: { mispStatus: 'rejected' } });
    expect(requestOf('process-misp-status', 'unknown-misp')).toEqual({ request: { mispStatus: 'approved' } });
    expect(requestOf('list-misps', 'done')).toBeUndefined();
  });
});

describe('a mock server', () => {
  let mock: Listening;
  /** Its answer instead of the requested one. */
  let slip: (answer: DocumentedAnswer) => Partial<DocumentedAnswer>;
  beforeAll(async () => {
    const server = createServer((request, response) => {
      const [, status, example] = /^code=(\d+), example=(.+)$/.exec(String(request.headers.prefer)) ?? [];
      const asked = answers.find(
        (answer) =>
          answer.method === request.method &&
          answer.path === request.url &&
          answer.mediaType === request.headers.accept &&
          answer.status === Number(status) &&
          answer.example === example,
      )!;
      const given = { ...asked, ...slip(asked) };
      response.writeHead(given.status, { 'content-type': `${given.mediaType}; charset=utf-8` });
      response.end(JSON.stringify(given.value));
    });
    mock = await listenOnLoopback(server);
  });
  afterAll(() => mock.stop());

  test('that answers as documented passes', async () => {
    slip = () => ({});
    expect(await differingAnswers(mock.url, answers)).toEqual([]);
  });

  test.each<readonly [string, (asked: DocumentedAnswer) => Partial<DocumentedAnswer>]>([
    ['another status', () => ({ status: 418 })],
    ['another media type', () => ({ mediaType: 'text/plain' })],
    ['another body', ({ value }) => ({ value: { ...Object(value), more: 1 } })],
  ])('that gives one answer %s fails with the name of the answer', async (_, change) => {
    slip = (asked) => (asked.operation === 'get-misp' && asked.example === 'unknown-misp' ? change(asked) : {});
    expect(await differingAnswers(mock.url, answers)).toEqual([
      expect.stringMatching(/^get-misp, 200 application\/json, example unknown-misp: answered \d{3} \S+ \{/),
    ]);
  });
});

describe('stages', () => {
  const say = ({ say: tell }: StageTools) => Promise.resolve(tell('done'));
  test('stop at the first failing one', async () => {
    let last = '';
    const stage = (title: string, run = say) => ({
      title,
      run: (tools: StageTools) => {
        last = title;
        return run(tools);
      },
    });
    expect(await runStages([stage('one'), stage('two')])).toBe(true);
    const fails = () => Promise.reject(new Error('no'));
    expect(await runStages([stage('one'), stage('two', fails), stage('three')])).toBe(false);
    expect(last).toBe('two');
  });

  test('fail if their programs fail', async () => {
    expect(await runStages([{ title: 'one', run: ({ node }) => node('--eval', 'process.exit(3)') }])).toBe(false);
  });
});

test('client and generators use the same openapi-fetch', () => {
  const versionIn = (folder: string) =>
    JSON.parse(readFileSync(join(projectFolder, folder, 'package.json'), 'utf8')).dependencies['openapi-fetch'];
  expect(versionIn('contracts')).toBe(versionIn('client'));
});
