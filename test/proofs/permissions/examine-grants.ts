import type { Grant } from '../../../local/aws/iam/grants.ts';
import { startOnLocalCloud } from '../../e2e/local-cloud-driver.ts';
import type { ProofResult } from '../proof.ts';
import { exerciseOf } from './exercise.ts';

const isScan = ({ action }: Grant) => ['dynamodb:Scan', 'dynamodb:*', '*'].includes(action);

const wordingOf = ({ function: name, action, resource, key }: Grant) =>
  [name, action, resource.split(/[:/]/).slice(-3).join('/'), key ?? ''].join(' | ');

/**
 * Lets every function of an assembly do its work with the policies of the template, counts which grants its calls rest on, and
 * then takes each grant away by itself to see whether anything misses it.
 * @param options `assemblyFolder` in place of the sources' own; `only` for one function, as it follows service and stage.
 */
export async function examineGrants(
  { assemblyFolder, only }: { readonly assemblyFolder?: string; readonly only?: string },
  progress: (text: string) => void,
): Promise<ProofResult> {
  const driver = await startOnLocalCloud({
    onProblem: () => undefined,
    ...(assemblyFolder === undefined ? {} : { assemblyFolder }),
  });
  try {
    const { permissions } = driver.cloud;
    const violations: string[] = [];
    const prefix = `${driver.cloud.template.stackName}-`;
    const shortName = (name: string) => name.replace(prefix, '');
    const names = permissions.functions
      .map(({ name }) => shortName(name))
      .filter((name) => only === undefined || name === only);
    permissions.forgetUses();
    for (const name of names) {
      if (!(await exerciseOf(driver, name)())) violations.push(`${name} cannot do its work with its policy`);
    }
    const grants = permissions.grants().filter(({ function: name }) => names.includes(shortName(name)));
    const own = grants.filter(({ isPlatform }) => !isPlatform);
    for (const grant of own.filter(({ uses }) => uses === 0)) violations.push(`Never used: ${wordingOf(grant)}`);
    for (const grant of grants.filter(isScan)) {
      const isSweepers = shortName(grant.function) === 'sweep-audit-outbox' && grant.resource.includes('audit-outbox');
      if (!isSweepers) violations.push(`May scan: ${wordingOf(grant)}`);
    }
    progress('function | action | resource | key | calls | missed when taken away');
    let missed = 0;
    for (const grant of own) {
      const giveBack = permissions.withhold(grant);
      const isMissed = !(await exerciseOf(driver, shortName(grant.function))());
      giveBack();
      if (isMissed) missed += 1;
      else violations.push(`Not missed when taken away: ${wordingOf(grant)}`);
      progress(`${wordingOf(grant)} | ${grant.uses} | ${isMissed ? 'yes' : 'NO'}`);
    }
    return {
      figures: {
        functions: names.length,
        'own grants': own.length,
        'used by a call': own.filter(({ uses }) => uses > 0).length,
        'missed when taken away': missed,
        "the platform's": grants.length - own.length,
      },
      violations,
    };
  } finally {
    await driver.stop();
  }
}
