import * as z from 'zod/mini';
import type { Resource, RunnableTemplate } from '../../template/resources.ts';
import { compileEventPattern, type EventMatcher } from '../event-pattern.ts';
import { ignored, readProperties } from '../resource-properties.ts';

/** A target of a rule. */
export interface RuleTarget {
  readonly ruleArn: string;
  readonly arn: string;
  /** `external` if it is not in the template. */
  readonly kind: 'log group' | 'queue' | 'function' | 'external';
  /** The name of the log group; unused for the other kinds. */
  readonly name: string;
  readonly deadLetterArn: string | undefined;
}

/** A rule of a bus. */
export interface BusRule {
  readonly busName: string;
  readonly matches: EventMatcher;
  readonly targets: readonly RuleTarget[];
}

/** An archive of a bus. */
export interface Archive {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  readonly matches: EventMatcher;
}

const deadLetters = z.optional(z.strictObject({ Arn: z.string() }));
const ruleProperties = z.strictObject({
  Name: ignored,
  Description: ignored,
  EventBusName: z.optional(z.string()),
  EventPattern: z.optional(z.unknown()),
  ScheduleExpression: ignored,
  State: z.optional(z.string()),
  RoleArn: ignored,
  Tags: ignored,
  Targets: z._default(z.array(z.unknown()), []),
});
/** Strict: input transformations are not emulated. */
const targetProperties = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  RoleArn: ignored,
  RetryPolicy: ignored,
  DeadLetterConfig: deadLetters,
});
const archiveProperties = z.strictObject({
  ArchiveName: ignored,
  Description: ignored,
  RetentionDays: ignored,
  KmsKeyIdentifier: ignored,
  SourceArn: z.string(),
  EventPattern: z.optional(z.unknown()),
});

const kinds: Readonly<Record<string, RuleTarget['kind']>> = {
  'AWS::Logs::LogGroup': 'log group',
  'AWS::SQS::Queue': 'queue',
  'AWS::Lambda::Function': 'function',
};

/**
 * Reads the rules that have an event pattern. `readSchedules` reads the scheduled ones.
 * @throws Error naming a rule with a pattern or target that is not emulated.
 */
export function readBusRules(template: RunnableTemplate): readonly BusRule[] {
  return template.ofType('AWS::Events::Rule').flatMap((resource) => {
    const properties = readProperties(resource, ruleProperties);
    if (properties.EventPattern === undefined || properties.State === 'DISABLED') return [];
    return [
      {
        busName: busNameOf(properties.EventBusName ?? 'default'),
        matches: compileEventPattern(properties.EventPattern, `${resource.logicalId}.EventPattern`),
        targets: properties.Targets.map((target) => readTarget(target, resource, template)),
      },
    ];
  });
}

/** @throws Error naming an archive with a pattern that is not emulated. */
export function readArchives(template: RunnableTemplate): readonly Archive[] {
  return template.ofType('AWS::Events::Archive').map((resource) => {
    const properties = readProperties(resource, archiveProperties);
    const pattern = properties.EventPattern;
    return {
      name: resource.name,
      arn: resource.arn ?? resource.name,
      busName: busNameOf(properties.SourceArn),
      matches: pattern === undefined ? () => true : compileEventPattern(pattern, `${resource.logicalId}.EventPattern`),
    };
  });
}

/** The name of a bus, from the name itself or from its ARN. */
export function busNameOf(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}

function readTarget(target: unknown, rule: Resource, template: RunnableTemplate): RuleTarget {
  const place = `${rule.logicalId}.Targets`;
  const asResource = { ...rule, logicalId: place, properties: z.record(z.string(), z.unknown()).parse(target) };
  const properties = readProperties(asResource, targetProperties);
  const found = template.resources.find(
    // The ARN of a log group ends in `:*`, but rules name it without.
    (resource) => resource.arn !== undefined && withoutStar(resource.arn) === withoutStar(properties.Arn),
  );
  const kind = found === undefined ? 'external' : kinds[found.type];
  if (kind === undefined) throw new Error(`${place}: a target of type ${found?.type} is not emulated`);
  return {
    ruleArn: rule.arn ?? rule.name,
    arn: properties.Arn,
    kind,
    name: found?.name ?? properties.Arn,
    deadLetterArn: properties.DeadLetterConfig?.Arn,
  };
}

function withoutStar(arn: string): string {
  return arn.replace(/:\*$/, '');
}
