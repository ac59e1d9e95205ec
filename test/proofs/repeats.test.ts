import { repeats } from '../../proofs/repeats/proof.ts';
import { proveBriefly } from './prove-briefly.ts';

proveBriefly(repeats, { seed: 14 });
