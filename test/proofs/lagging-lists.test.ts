import { lists } from '../../proofs/lagging-lists/proof.ts';
import { proveBriefly } from './prove-briefly.ts';

proveBriefly(lists, { seed: 11 });
