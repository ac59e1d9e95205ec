import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OperationName } from '../../functions/operations.ts';
import { mutatedAssembly, type SourceMutation } from '../mutated-assembly.ts';
import { plantedTogether } from '../planted-together.ts';
import { type PlantedFault, type ProofResult, type ProofRun, plantedFault } from '../proof.ts';
import { racesAreLost, storeRefuses, undisturbed } from './disturbances.ts';
import { runSecrets, type SecretsOptions } from './run-secrets.ts';

/** A careless error handler logs the whole error, with the body in it. */
const loggedBody: SourceMutation = {
  file: 'functions/http/read-body.ts',
  find: "  } catch {\n    throw rejected('not-json');",
  put: `  } catch (error) {
    process.stdout.write(JSON.stringify({ level: 'ERROR', error: String(error), body: text }) + '\\n');
    throw rejected('not-json');`,
};
/** Harmless while the store works: only a refusal repeats the request in its message. */
const loggedMessage: SourceMutation = {
  file: 'functions/telemetry/log.ts',
  find: 'return { errorName: error.name, ...note, ...cause, frames };',
  put: 'return { errorName: error.name, message: error.message, ...cause, frames };',
};
const bodyInAnswer: SourceMutation = {
  file: 'functions/http/answer-requests.ts',
  find: 'request.response = refuse(event, answerToFailure(503), RETRY_AFTER);',
  put: `const { errors, ...answer } = answerToFailure(503);
        const message = errors[0].message + ': ' + JSON.stringify(event.body);
        request.response = refuse(event, { ...answer, errors: [{ ...errors[0], message }] }, RETRY_AFTER);`,
};
const keyInDescription: SourceMutation = {
  file: 'functions/lambdas/validate-license-key/validate-license-key.ts',
  find: '[event.licenseFetched, id],\n        [event.verdictReached, id, body.reason]',
  put: '[event.licenseFetched, key],\n        [event.verdictReached, id, body.reason]',
};
const keyInPointer: SourceMutation = {
  file: 'functions/storage/change-actions.ts',
  find: 'licenseKeyPointer(license.hash)',
  put: 'licenseKeyPointer(license.key)',
};
const idAsSent: SourceMutation = {
  file: 'functions/operation/input-fields.ts',
  find: 'isPossibleMispId(sent) ? sent : NO_MISP_ID',
  put: 'sent',
};
/** Happens only if a renewal was stored but its answer never came: no caller has seen that key. */
const keyInLateLog: SourceMutation = {
  file: 'functions/storage/dynamodb-misp-store.ts',
  find: "if (current !== undefined) return { kind: 'misp-changed', current };",
  put: `if (current !== undefined) {
        process.stdout.write(JSON.stringify({ level: 'WARN', lost: after.licenses.at(-1)?.key }) + '\\n');
        return { kind: 'misp-changed', current };
      }`,
};

/** Adds an index by e-mail address to the template, as a search by address would need. */
function indexByEmailAddress(folder: string): void {
  const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.template.json'))!);
  const template = readFileSync(file, 'utf8');
  const marks = [
    ['{"AttributeName":"nameOrder","AttributeType":"S"}', '{"AttributeName":"emailId","AttributeType":"S"}'],
    [
      '"GlobalSecondaryIndexes":[',
      '{"IndexName":"by-email","KeySchema":[{"AttributeName":"emailId","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}',
    ],
  ] as const;
  const [[definition, emailDefinition], [indexes, emailIndex]] = marks;
  const compact = JSON.stringify(JSON.parse(template));
  for (const [mark] of marks) if (!compact.includes(mark)) throw new Error(`The template has no ${mark}`);
  const changed = compact
    .replace(definition, `${definition},${emailDefinition}`)
    .replace(indexes, `${indexes}${emailIndex},`);
  writeFileSync(file, changed);
}

interface Plant {
  readonly title: string;
  /** The operation whose function gets the mistake and the secrets. */
  readonly operation: OperationName;
  readonly mutation: SourceMutation;
  /** The trace that the mistake must leave in a violation. */
  readonly trace: RegExp;
}

const plants: readonly Plant[] = [
  {
    title: 'a body that is not JSON in the log, with the error about it',
    operation: 'update-misp',
    mutation: loggedBody,
    trace: /^A log or metric line of \S+-update-misp holds /,
  },
  {
    title: 'the message of an error of the store in the log',
    operation: 'update-license-key-status',
    mutation: loggedMessage,
    trace: /^A log or metric line of \S+-update-license-key-status holds /,
  },
  {
    title: 'the body of a request in an answer of 503',
    operation: 'update-misp',
    mutation: bodyInAnswer,
    trace: /^An answer of update-misp with 503 holds /,
  },
  {
    title: 'a licence key in place of a MISP id in the trail, which the publisher refuses',
    operation: 'validate-license-key',
    mutation: keyInDescription,
    trace: /^A row of the outbox of validate-license-key holds .*"trail":/,
  },
  {
    title: 'an illegal MISP id in the audit',
    operation: 'get-misp',
    mutation: idAsSent,
    trace: /^A row of the outbox of get-misp holds .*"mispId":/,
  },
  {
    title: 'a licence key in the key of its pointer, in place of its hash',
    operation: 'process-misp-status',
    mutation: keyInPointer,
    trace: /^A key attribute of \S+-misps holds .*KEY#/,
  },
  {
    title: 'a licence key in the log that no caller received',
    operation: 'download-license-key',
    mutation: keyInLateLog,
    trace: /^A log or metric line of \S+-download-license-key holds .*"lost":"/,
  },
];

/**
 * Runs the proof with secrets for these operations only. @param alter a mistake outside the sources of the functions.
 */
async function runOn(
  mistakes: readonly Pick<Plant, 'operation' | 'mutation'>[],
  options: Pick<SecretsOptions, 'disturbances' | 'operations' | 'inPaths'>,
  { seed }: ProofRun,
  alter: (assemblyFolder: string) => void = () => undefined,
): Promise<ProofResult> {
  const mutant = await mutatedAssembly(
    ...mistakes.map(({ operation, mutation }) => ({ functions: [operation], mutations: [mutation] })),
  );
  try {
    alter(mutant.folder);
    const { folder: assemblyFolder } = mutant;
    return await runSecrets({ ...options, rounds: 1, assemblyFolder }, { seed, progress: () => undefined });
  } finally {
    mutant.remove();
  }
}

export const plantedFaults: readonly PlantedFault[] = [
  ...plantedTogether(plants, (run) =>
    runOn(
      plants,
      {
        // The fewest disturbances that show each of the mistakes.
        disturbances: [undisturbed, storeRefuses, racesAreLost],
        operations: new Set(plants.map(({ operation }) => operation)),
        // For the illegal MISP id.
        inPaths: new Set(['get-misp'] as const),
      },
      run,
    ),
  ),
  plantedFault('an index by e-mail address', /^A key attribute of \S+-misps holds .*emailId/, (run) => {
    const small = { disturbances: [undisturbed], operations: new Set(['update-misp'] as const) };
    return runOn([], small, run, indexByEmailAddress);
  }),
];
