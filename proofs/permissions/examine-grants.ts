import type { Grant } from '../../local/aws/iam/grants.ts';
import { type LocalCloudDriver, startOnLocalCloud } from '../../test/e2e/local-cloud-driver.ts';
import type { ProofResult } from '../proof.ts';
import { exerciseOf } from './exercise.ts';
import { grantedTwice, scansOfOthers, widerThanCalls, wordingOf } from './needless-grants.ts';
import { Refusals } from './refusals.ts';

export interface Examination {
  /** In place of the sources' own. */
  readonly assemblyFolder?: string;
  /** Some of the functions, as their names follow service and stage. */
  readonly only?: readonly string[];
  /** Whether the function must do its work again only after the last of its grants was given back, and not after each. */
  readonly isBrief?: boolean;
  /** Something done to the running stack when a grant has been taken away: for mistakes that are planted. */
  readonly disturb?: (driver: LocalCloudDriver) => void;
}

/**
 * Lets every function of an assembly do its work with the policies of the template, counts which grants its calls rest on, and
 * then takes each grant away by itself: its function must be refused just that, fail, and do its work again with it.
 */
export async function examineGrants(
  { assemblyFolder, only, isBrief = false, disturb = () => undefined }: Examination,
  progress: (text: string) => void,
): Promise<ProofResult> {
  const driver = await startOnLocalCloud({
    onProblem: () => undefined,
    // Forged ones may come through: that is for this proof to tell.
    events: null,
    ...(assemblyFolder === undefined ? {} : { assemblyFolder }),
  });
  try {
    const { permissions } = driver.cloud;
    const refusals = new Refusals(driver.cloud);
    const violations: string[] = [];
    const prefix = `${driver.cloud.template.stackName}-`;
    const shortName = (name: string) => name.replace(prefix, '');
    const functions = permissions.functions.filter(({ name }) => only?.includes(shortName(name)) ?? true);
    /** Whether a function does all its work and is refused nothing in it. */
    const works = async (name: string) => {
      refusals.forget();
      return (await exerciseOf(driver, shortName(name))()) && refusals.of(name).length === 0;
    };
    permissions.forgetUses();
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
    progress('function | action | resource | key | calls | missed when taken away');
    const counts = { missed: 0, controls: 0, givenBack: 0 };
    const takeAway = async (grant: Grant, isLast: boolean) => {
      const giveBack = permissions.withhold(grant);
      disturb(driver);
      refusals.forget();
      const isDone = await exerciseOf(driver, shortName(grant.function))();
      const isRefused = refusals.isOf(grant);
      giveBack();
      if (isDone) violations.push(`Not missed when taken away: ${wordingOf(grant)}`);
      else if (!isRefused) violations.push(`Fails for another reason when taken away: ${wordingOf(grant)}`);
      else counts.missed += 1;
      // Without this a state that is broken once would pass for every grant that is taken away after it.
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
        'missed when taken away': counts.missed,
        'working when given back': `${counts.givenBack} of ${counts.controls}`,
        "the platform's": grants.length - own.length,
      },
      violations,
    };
  } finally {
    await driver.stop();
  }
}

/** What a function was refused, for a violation. */
function refusalsIn(refusals: Refusals, name: string): string {
  const actions = [...new Set(refusals.of(name))];
  return actions.length === 0 ? '' : `, refused ${actions.join(', ')}`;
}
