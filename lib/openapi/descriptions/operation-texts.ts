import { licenseTexts } from './license-texts.ts';
import { listTexts } from './list-texts.ts';
import { mispTexts } from './misp-texts.ts';
import type { OperationTexts } from './operation-text.ts';

/** What the document says about each operation. */
export const operationTexts: OperationTexts = { ...mispTexts, ...listTexts, ...licenseTexts };
