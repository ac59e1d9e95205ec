/** These parts share one local cloud of stage `prod`, because making its template and starting it costs a lot. */

import './one-prod-cloud/redrive.ts';
// Last: it moves the clock and replaces the issuer's keys.
import './one-prod-cloud/changed-signing-key.ts';
