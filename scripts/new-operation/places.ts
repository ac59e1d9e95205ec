/** A file that a new operation needs a line in, and the line's purpose. */
export interface Place {
  readonly file: string;
  readonly what: string;
}

/** Files that a check asks for: the compiler, or a test that fails until the line is there. */
export const checkedPlaces: Readonly<Record<'compiler' | 'tests', readonly Place[]>> = {
  compiler: [
    { file: 'functions/audit/catalog.ts', what: 'lacks its audit events: write them in events.ts beside it' },
    {
      file: 'lib/openapi/descriptions/operation-texts.ts',
      what: 'lacks its text, those of its fields, and a request that succeeds: write them in one of the files beside it',
    },
  ],
  tests: [
    { file: 'docs/audit.md', what: 'its sequences, and the rows of its audit events' },
    {
      file: 'test/scenarios/audit-sequences.ts',
      what: 'each possible outcome, with its records, its calls to DynamoDB and their capacity units',
    },
    { file: 'docs/api.md', what: 'its row, the last of the table, with its right' },
    {
      file: 'proofs/model/reference',
      what: 'its outcomes in outcomes.ts, what is expected of it in expect-call.ts, its audit events in catalogue.ts',
    },
    { file: 'docs/openapi.json', what: 'written by npm run openapi' },
    { file: 'docs/asyncapi.json', what: 'written by npm run asyncapi, with a schema in docs/schemas' },
    { file: 'client/src/openapi-types.ts', what: 'written by npm run contracts -- --write --without-mock' },
    { file: 'client/src/misp-client.ts', what: 'its method' },
  ],
};

/** Files that no check asks for, but reviewers do. */
export const uncheckedPlaces: readonly Place[] = [
  {
    file: 'proofs/model/generate',
    what: 'its requests in step.ts and request-of.ts; only npm run prove -- --only model says that they are missing',
  },
  { file: 'proofs/secrets/allowed-in-answers.ts', what: 'the fields of its answer that may hold a secret, if any may' },
  { file: 'test/unit/operations', what: 'a test of its rule' },
  { file: 'test/scenarios/order-of-checks.ts', what: 'which refusal wins if two apply' },
  { file: 'docs/rules.md', what: 'its rule, in prose' },
  { file: 'CHANGELOG.md', what: 'what is new for callers' },
  {
    file: 'docs/architecture.md',
    what: 'its calls in "What an operation costs", unless an existing row covers them',
  },
];
