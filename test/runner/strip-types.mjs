import { stripTypeScriptTypes } from 'node:module';

/**
 * For Jest: removes types from tests and what they load, as Node.js does for programs. Nothing moves, so lines and columns
 * need no map.
 */
export default { process: (source) => ({ code: stripTypeScriptTypes(source) }) };
