import { linearizability } from '../../proofs/linearizability/proof.ts';
import { proveBriefly } from './prove-briefly.ts';

proveBriefly(linearizability, { seed: 4 });
