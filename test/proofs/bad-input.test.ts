import { badInput } from '../../proofs/bad-input/proof.ts';
import { proveBriefly } from './prove-briefly.ts';

proveBriefly(badInput, { seed: 6 });
