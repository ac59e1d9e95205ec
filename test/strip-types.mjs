import { stripTypeScriptTypes } from 'node:module';

/** For Jest: tests and what they load lose their types as programs do. Nothing moves, so lines and columns need no map. */
export default { process: (source) => ({ code: stripTypeScriptTypes(source) }) };
