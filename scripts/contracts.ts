import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectFolder } from '../lib/project-folder.ts';
import { readOptions } from './command-line.ts';
import { checkMock } from './contracts/check-mock.ts';
import { runLifecycles } from './contracts/run-lifecycles.ts';
import { inContracts, runStages, type Stage, type StageTools } from './contracts/stages.ts';
import { openapiFile } from './published-documents.ts';

const USAGE = `Checks docs/openapi.json with programs that read it: two generators of clients, and a mock server. They are in contracts/ and
contracts/mock/, with their own locks: the generators need a different version of TypeScript, and the mock server is large.

  npm run contracts                     everything
  npm run contracts -- --write          writes client/src/openapi-types.ts instead of comparing it
  npm run contracts -- --without-mock   leaves out the mock server
  npm run contracts -- --help           show this text

The command installs them when their locks have changed, generates again, and compares the committed types of the client byte for byte. It compiles a whole MISP
lifecycle with the output of each generator, and runs both on the local cloud. It asks the mock server for every example of the document.`;

/** The committed types of the client. */
const clientTypes = join(projectFolder, 'client/src/openapi-types.ts');

async function main(): Promise<boolean> {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = readOptions({ options: { write: flag, 'without-mock': flag, help: flag } });
  if (values.help) {
    console.log(USAGE);
    return true;
  }
  const generated = (name: string) => inContracts('generated', name);
  const stages: readonly Stage[] = [
    {
      title: 'Packages of contracts',
      run: ({ install }) => install('contracts'),
    },
    {
      title: 'Generating from docs/openapi.json: types (openapi-typescript) and a client (@hey-api/openapi-ts)',
      run: async ({ node }) => {
        rmSync(inContracts('generated'), { recursive: true, force: true });
        await node(inContracts('write-types.mjs'), openapiFile, generated('types.ts'));
        await node(inContracts('write-hey-api.mjs'), openapiFile, generated('hey-api'));
      },
    },
    values.write
      ? {
          title: `Writing ${relative(projectFolder, clientTypes)}`,
          run: async () => copyFileSync(generated('types.ts'), clientTypes),
        }
      : {
          title: `Comparing ${relative(projectFolder, clientTypes)} with the generated types, byte for byte`,
          run: async () => {
            if (readFileSync(clientTypes).equals(readFileSync(generated('types.ts')))) return;
            throw new Error('They differ: run npm run contracts -- --write, and commit them with the document');
          },
        },
    {
      title: 'Compiling a full MISP lifecycle with each (TypeScript 5, strict)',
      run: ({ node }) => node(inContracts('node_modules/typescript/bin/tsc'), '-p', inContracts()),
    },
    { title: 'Running both lifecycles on the local cloud', run: runLifecycles },
    ...(values['without-mock']
      ? []
      : [
          {
            title: 'Packages of contracts/mock',
            run: ({ install }: StageTools) => install('contracts/mock'),
          },
          { title: 'Asking the mock server (Prism) for every example of every operation', run: checkMock },
        ]),
  ];
  return runStages(stages);
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
