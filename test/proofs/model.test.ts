import { model } from '../../proofs/model/proof.ts';
import { proveBriefly } from './prove-briefly.ts';

proveBriefly(model, { seed: 6 });
