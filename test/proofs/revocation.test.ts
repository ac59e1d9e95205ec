import { revocation } from '../../proofs/revocation/proof.ts';
import { proveBriefly } from './prove-briefly.ts';

proveBriefly(revocation, { seed: 4 });
