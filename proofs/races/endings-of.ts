import type { Misp } from '../../functions/domain/misp.ts';
import { routeOf } from '../../test/integration/route.ts';
import type { Call } from '../model/reference/call.ts';
import { expectCall } from '../model/reference/expect-call.ts';
import { reasonFor } from '../model/reference/licenses.ts';
import { emptyWorld, type KnownMisp, withMisp } from '../model/reference/world.ts';
import type { Ending, RaceRequest, Standing } from './race.ts';

const CONFIGURATION = { errorCodes: '1.1.4', visibility: 'full' } as const;

/** How requests at one MISP may end: what the model of the contract foresees for every order of them. */
export function endingsOf(misp: Misp, requests: readonly RaceRequest[]): readonly Ending[] {
  const calls = requests.map(callOf);
  return ordersOf(calls.map((_, index) => index)).map((order) => {
    let world = withMisp(emptyWorld, knownMisp(misp));
    const outcomes: string[] = [];
    const versions: (number | undefined)[] = [];
    for (const index of order) {
      const licenseKey = `Drawn${index}`.padEnd(50, 'x');
      const expected = expectCall(world, calls[index]!, { licenseKey }, CONFIGURATION)!;
      outcomes[index] = expected.errors[0]?.errorCode ?? 'success';
      versions[index] = expected.audit?.version;
      world = expected.world;
    }
    return { outcomes, versions, standing: standingOf(world.misps.get(misp.id)!) };
  });
}

/** The operations that race, as the model names them. */
const RACING = [
  'process-misp-status',
  'update-misp',
  'update-misp-status',
  'update-license-key-status',
  'download-license-key',
] as const;

function callOf({ method, path, fields, at = Date.now() }: RaceRequest): Call {
  const { name, parameters } = routeOf(method, path);
  const operation = RACING.find((one) => one === name);
  if (operation === undefined) throw new Error(`${name} is none of the operations that race`);
  return {
    operation,
    ...parameters,
    ...(fields === undefined ? {} : { fields }),
    ...{ by: { userId: 'racer', userName: 'Racer' }, at, requestId: 'request' },
  };
}

function standingOf(misp: KnownMisp): Standing {
  const now = Date.now();
  return {
    status: misp.approval,
    isActive: misp.active,
    licenses: misp.licenses.length,
    working: misp.licenses.filter((license) => reasonFor(misp, license, now) === 'VALID').length,
  };
}

const knownMisp = ({ status, isActive, licenses, userId: _, normalizedName: __, ...misp }: Misp): KnownMisp => ({
  ...misp,
  approval: status,
  active: isActive,
  licenses: licenses.map(({ hash: ___, isSwitchedOn, validFrom, validTo, ...license }) => ({
    ...license,
    ...{ on: isSwitchedOn, from: validFrom, to: validTo },
  })),
});

function ordersOf(numbers: readonly number[]): readonly (readonly number[])[] {
  if (numbers.length < 2) return [numbers];
  return numbers.flatMap((first) => ordersOf(numbers.filter((one) => one !== first)).map((rest) => [first, ...rest]));
}
