import type * as z from 'zod/mini';
import { allowedValues } from './fields.ts';
import { algorithmsOfKeys } from './issuer-key-set.ts';
import { auditOutboxTableName, mispsTableName } from './physical-name.ts';
import { type StageConfiguration, type StageSettings, stageSettings } from './stage-settings.ts';

/** The file that users edit, for error messages. */
const STAGES_FILE = 'bin/stages.ts';

/** A stage that cannot be deployed as written. The message is for its author. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Selects a stage and checks it.
 * @param stage the stage's name, from `-c stage=…`.
 * @throws ConfigurationError if there is no such stage; otherwise it names every wrong field and its allowed values.
 */
export function configurationOf(stage: string, stages: Readonly<Record<string, StageSettings>>): StageConfiguration {
  const settings = Object.hasOwn(stages, stage) ? stages[stage] : undefined;
  if (settings === undefined) {
    const known = Object.keys(stages).join(', ');
    throw new ConfigurationError(`stage ${stage}: there is no such stage in ${STAGES_FILE}: it has ${known}`);
  }
  return parseStage(stage, settings);
}

/**
 * Checks the settings of a stage and fills in the defaults.
 * @throws ConfigurationError that names every wrong field and its allowed values.
 */
export function parseStage(stage: string, settings: unknown): StageConfiguration {
  if (!/^[a-z][a-z0-9]{0,11}$/.test(stage)) {
    throw new ConfigurationError(
      `stage ${stage}: the name of a stage is a lower-case letter, then up to 11 lower-case letters or digits`,
    );
  }
  const parsed = stageSettings.safeParse(settings);
  if (!parsed.success) {
    // Reports a value once, even if it breaks two rules.
    const messages = new Set(parsed.error.issues.flatMap((issue) => describe(stage, issue, settings)));
    throw new ConfigurationError([...messages].join('\n'));
  }
  const { alarms } = parsed.data;
  if (alarms.email !== undefined && alarms.topicArn !== undefined) {
    throw new ConfigurationError(`stage ${stage}: alarms has both email and topicArn: keep one in ${STAGES_FILE}`);
  }
  const { auth, licenseValidityDays, licenseMaxValidityDays } = parsed.data;
  const ofKeys = auth.keys === undefined ? undefined : algorithmsOfKeys(auth.keys);
  if (ofKeys !== undefined && !auth.algorithms.some((one) => ofKeys.includes(one))) {
    throw new ConfigurationError(
      `stage ${stage}: auth.keys are for ${[...new Set(ofKeys)].join(', ')}, and auth.algorithms has none of these: ` +
        `correct one of the two in ${STAGES_FILE}`,
    );
  }
  if (licenseValidityDays > licenseMaxValidityDays) {
    throw new ConfigurationError(
      `stage ${stage}: licenseValidityDays is ${licenseValidityDays}, which is more than licenseMaxValidityDays (${licenseMaxValidityDays}): ` +
        `change one of the two in ${STAGES_FILE}`,
    );
  }
  const configuration: StageConfiguration = { ...parsed.data, stage };
  if (mispsTableName(configuration) === auditOutboxTableName(configuration)) {
    throw new ConfigurationError(
      `stage ${stage}: tableNames.misps is the name of the audit outbox: write another in ${STAGES_FILE}`,
    );
  }
  return configuration;
}

function describe(stage: string, issue: z.core.$ZodIssue, settings: unknown): readonly string[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const field = [...path, key].join('.');
      return `stage ${stage}: ${field} is not a field: remove it from ${STAGES_FILE} or correct its name`;
    });
  }
  const field = path.join('.');
  if (issue.code === 'custom') return [`stage ${stage}: ${field} in ${STAGES_FILE} ${issue.message}`];
  const value = valueAt(settings, path);
  if (value === undefined || value === '') {
    return [`stage ${stage}: ${field} is missing: set it in ${STAGES_FILE} (allowed: ${allowed(path)})`];
  }
  const shown = JSON.stringify(value);
  return [`stage ${stage}: ${field} is ${shown}, which is not allowed: write ${allowed(path)} in ${STAGES_FILE}`];
}

/** The allowed values of a field, or of the list or record that contains it. */
function allowed(path: readonly string[]): string {
  const words = allowedValues[path.join('.')];
  if (words !== undefined) return words;
  return path.length > 1 ? allowed(path.slice(0, -1)) : 'see docs/configuration.md';
}

function valueAt(settings: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    settings,
  );
}
