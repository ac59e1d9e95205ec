/** `source` of every event that the service puts on the bus. The rules and the archive of the stack use it, too. */
export const EVENT_SOURCE = 'mosip.pms.misp';
