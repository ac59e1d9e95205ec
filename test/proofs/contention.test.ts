import { contention } from '../../proofs/contention/proof.ts';
import { proveBriefly } from './prove-briefly.ts';

proveBriefly(contention, { seed: 12 });
