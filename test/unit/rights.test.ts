import { describe, expect, test } from '@jest/globals';
import {
  type Right,
  type RolesByRight,
  readRights,
  readRolesByRight,
  rights,
  writeRights,
  writeRolesByRight,
} from '../../functions/domain/rights.ts';
import { operations } from '../../functions/operations.ts';

test('these are the rights, and no others', () => {
  expect(rights).toEqual(['validate', 'read', 'register', 'approve', 'operate', 'keys']);
});

test('each is needed by an operation', () => {
  expect(new Set(operations.map(({ right }) => right))).toEqual(new Set(rights));
});

describe('rights as a text', () => {
  test.each(rights)('%s alone is read back', (right) => {
    expect(writeRights([right])).toBe(right);
    expect(readRights(right)).toEqual(new Set([right]));
  });

  test('all of them, and none', () => {
    expect(writeRights(rights)).toBe('validate,read,register,approve,operate,keys');
    expect(readRights(writeRights(rights))).toEqual(new Set(rights));
    expect(readRights(writeRights([]))).toEqual(new Set());
  });

  test.each<[string, readonly Right[]]>([
    ['root', []],
    ['*', []],
    ['Read', []],
    [' read', []],
    ['read ', []],
    ['read;keys', []],
    ['readkeys', []],
    ['constructor,__proto__', []],
    [',,', []],
    ['root,read', ['read']],
    ['read,,keys,read', ['read', 'keys']],
  ])('of %j unknown words are ignored', (text, held) => {
    expect(readRights(text)).toEqual(new Set(held));
  });
});

describe('roles by right as a text', () => {
  const roles: RolesByRight = {
    validate: ['MISP', 'MISP_VALIDATOR'],
    read: ['MISP'],
    register: ['REGISTRAR'],
    approve: ['A 1', 'A-2'],
    operate: ['cognito:operators'],
    keys: ['MISP'],
  };
  const text =
    'validate=MISP,MISP_VALIDATOR;read=MISP;register=REGISTRAR;approve=A 1,A-2;operate=cognito:operators;keys=MISP';

  test('is written like this, and read back', () => {
    expect(writeRolesByRight(roles)).toBe(text);
    expect(readRolesByRight(text)).toEqual(roles);
  });

  test('is read in any order, and unknown rights are ignored', () => {
    expect(readRolesByRight(`root=X;${text.split(';').reverse().join(';')}`)).toEqual(roles);
    expect(readRolesByRight(text.replace('read=MISP', 'read=,MISP,'))).toEqual(roles);
  });

  test.each(rights)('is invalid without the right %s, or without a role for it', (right) => {
    const entries = text.split(';');
    const others = entries.filter((entry) => !entry.startsWith(`${right}=`));
    expect(others).toHaveLength(5);
    for (const entry of ['', right, `${right}=`, `${right}=,`, `${right} =MISP`, `${right.toUpperCase()}=MISP`]) {
      expect(readRolesByRight([...others, entry].join(';'))).toBeUndefined();
    }
  });

  test.each(['', ';', '=', 'MISP'])('is none: %j', (none) => {
    expect(readRolesByRight(none)).toBeUndefined();
  });
});
