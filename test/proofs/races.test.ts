import { races } from '../../proofs/races/proof.ts';
import { proveBriefly } from './prove-briefly.ts';

proveBriefly(races, { seed: 3 });
