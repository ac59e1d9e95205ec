import { badInput } from './bad-input/proof.ts';
import { contention } from './contention/proof.ts';
import { document } from './document/proof.ts';
import { expiry } from './expiry/proof.ts';
import { lists } from './lagging-lists/proof.ts';
import { linearizability } from './linearizability/proof.ts';
import { model } from './model/proof.ts';
import { outages } from './outages/proof.ts';
import { permissions } from './permissions/proof.ts';
import type { Proof } from './proof.ts';
import { races } from './races/proof.ts';
import { repeats } from './repeats/proof.ts';
import { revocation } from './revocation/proof.ts';
import { secrets } from './secrets/proof.ts';
import { upgrade } from './upgrade/proof.ts';

/** The proofs in the order of docs/reliability.md. A new one is a folder with a `proof.ts`, and a line here. */
export const allProofs: readonly Proof[] = [
  model,
  linearizability,
  races,
  revocation,
  outages,
  badInput,
  secrets,
  permissions,
  lists,
  contention,
  upgrade,
  repeats,
  expiry,
  document,
];
