/** These parts share one local cloud, because starting one and its functions costs more than most of their requests. */

import './one-cloud/requests-and-pages.ts';
import './one-cloud/loopback.ts';
import './one-cloud/web-pages.ts';
import './one-cloud/cors-origins.ts';
import './one-cloud/issuer-keys.ts';
import './one-cloud/enforcement.ts';
import './one-cloud/fault-pages.ts';
import './one-cloud/failed-calls.ts';
import './one-cloud/crashes.ts';
import './one-cloud/index-lag.ts';
// Last: they move the clock.
import './one-cloud/clock.ts';
import './one-cloud/control-pages.ts';
