import { expiry } from '../../proofs/expiry/proof.ts';
import { proveBriefly } from './prove-briefly.ts';

proveBriefly(expiry, { seed: 15 });
