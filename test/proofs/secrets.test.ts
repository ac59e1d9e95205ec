import { secrets } from '../../proofs/secrets/proof.ts';
import { proveBriefly } from './prove-briefly.ts';

proveBriefly(secrets, { seed: 7 });
