import type { Grant } from '../../local/aws/iam/grants.ts';
import type { Permissions } from '../../local/aws/iam/permissions.ts';
import { type LocalCloudDriver, startOnLocalCloud } from '../../test/e2e/local-cloud-driver.ts';
import { fewProcesses } from '../few-processes.ts';
import type { ProofResult } from '../proof.ts';
import { type Check, checksOf } from './exercise.ts';
import { grantedTwice, scansOfOthers, widerThanCalls, wordingOf } from './needless-grants.ts';
import { Refusals } from './refusals.ts';

export interface Examination {
  /** In place of the sources' own. */
  readonly assemblyFolder?: string;
  /** Only these functions, by their names without service and stage. */
  readonly only?: readonly string[];
  /** Whether the function must work again only after its last grant is given back, and not after each. */
  readonly isBrief?: boolean;
  /** Disturbs the running stack after a grant is removed: for planted faults. */
  readonly disturb?: (driver: LocalCloudDriver) => void;
}

/**
 * Makes every function of an assembly do its work with the policies of the template, and counts the grants that its
 * calls use. Then removes each grant in turn: the function must be refused exactly that, fail, and work again once the
 * grant is back.
 */
export async function examineGrants(
  { assemblyFolder, only, isBrief = false, disturb = () => undefined }: Examination,
  progress: (text: string) => void,
): Promise<ProofResult> {
  const driver = await startOnLocalCloud({
    ...fewProcesses,
    onProblem: () => undefined,
    ...(assemblyFolder === undefined ? {} : { assemblyFolder }),
  });
  try {
    const { permissions } = driver.cloud;
    const refusals = new Refusals(driver.cloud);
    const violations: string[] = [];
    const prefix = `${driver.cloud.template.stackName}-`;
    const shortName = (name: string) => name.replace(prefix, '');
    const functions = permissions.functions.filter(({ name }) => only?.includes(shortName(name)) ?? true);
    const used = new FirstUses(permissions);
    /** Whether a function does all its work without a refused call. */
    const works = async (name: string) => {
      refusals.forget();
      return (await allSucceed(used.noting(name, checksOf(driver, shortName(name))))) && refusals.of(name).length === 0;
    };
    permissions.resetUseCounts();
    for (const { name } of functions) {
      if (!(await works(name)))
        violations.push(`Cannot do its work with its policy: ${name}${refusalsIn(refusals, name)}`);
    }
    const names = new Set(functions.map(({ name }) => name));
    const grants = permissions.grants().filter(({ function: name }) => names.has(name));
    const own = grants.filter(({ isPlatform }) => !isPlatform);
    violations.push(
      ...own.filter(({ uses }) => uses === 0).map((grant) => `Never used: ${wordingOf(grant)}`),
      ...scansOfOthers(grants),
      ...widerThanCalls(own),
      ...functions.flatMap(grantedTwice),
    );
    progress('function | action | resource | key | calls | missed when removed');
    const counts = { missed: 0, controls: 0, givenBack: 0 };
    const takeAway = async (grant: Grant, isLast: boolean) => {
      const giveBack = permissions.withhold(grant);
      disturb(driver);
      refusals.forget();
      // The first check that needs the grant is enough.
      const needing = used.by(grant);
      const isDone = await allSucceed(needing === undefined ? checksOf(driver, shortName(grant.function)) : [needing]);
      const isRefused = refusals.isOf(grant);
      giveBack();
      if (isDone) violations.push(`Not missed when removed: ${wordingOf(grant)}`);
      else if (!isRefused) violations.push(`Fails for another reason when removed: ${wordingOf(grant)}`);
      else counts.missed += 1;
      // Without this, a state that is broken once would pass for every later grant.
      const isControlled = isLast || !isBrief;
      if (isControlled) counts.controls += 1;
      if (isControlled && (await works(grant.function))) counts.givenBack += 1;
      else if (isControlled)
        violations.push(`Does not work when given back: ${wordingOf(grant)}${refusalsIn(refusals, grant.function)}`);
      progress(`${wordingOf(grant)} | ${grant.uses} | ${!isDone && isRefused ? 'yes' : 'NO'}`);
    };
    for (const [index, grant] of own.entries()) await takeAway(grant, own[index + 1]?.function !== grant.function);
    return {
      figures: {
        functions: functions.length,
        'own grants': own.length,
        'used by a call': own.filter(({ uses }) => uses > 0).length,
        'missed when removed': counts.missed,
        'working when given back': `${counts.givenBack} of ${counts.controls}`,
        "the platform's": grants.length - own.length,
      },
      violations,
    };
  } finally {
    await driver.stop();
  }
}

/** Runs checks until one fails. A preparation that needs the function itself fails with it. */
async function allSucceed(checks: readonly Check[]): Promise<boolean> {
  for (const check of checks) {
    if (!(await check().catch(() => false))) return false;
  }
  return true;
}

/** Notes for each grant the first check that used it. */
class FirstUses {
  readonly #permissions: Permissions;
  readonly #first = new Map<string, Check>();

  constructor(permissions: Permissions) {
    this.#permissions = permissions;
  }

  /** @param name the full name of the function of these checks. */
  noting(name: string, checks: readonly Check[]): readonly Check[] {
    return checks.map((check) => async () => {
      const before = this.#usesOf(name);
      const isDone = await check();
      for (const [grant, uses] of this.#usesOf(name)) {
        if (uses > (before.get(grant) ?? 0) && !this.#first.has(grant)) this.#first.set(grant, check);
      }
      return isDone;
    });
  }

  /** Undefined if none did. */
  by(grant: Grant): Check | undefined {
    return this.#first.get(wordingOf(grant));
  }

  #usesOf(name: string): ReadonlyMap<string, number> {
    const own = this.#permissions.functionNamed(name).grants.all();
    return new Map(own.map((grant) => [wordingOf(grant), grant.uses]));
  }
}

/** The refused actions of a function, for a violation. */
function refusalsIn(refusals: Refusals, name: string): string {
  const actions = [...new Set(refusals.of(name))];
  return actions.length === 0 ? '' : `, refused ${actions.join(', ')}`;
}
