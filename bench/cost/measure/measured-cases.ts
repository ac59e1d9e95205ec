import { auditSequences } from '../../../test/scenarios/all-sequences.ts';
import type { ServiceDriver, ServiceRequest } from '../../../test/scenarios/service-driver.ts';

/** A request whose price is worked out, and how to get there. */
export interface MeasuredCase {
  readonly label: string;
  /** It can be sent again and again; otherwise its state is brought about anew every time. */
  readonly isRepeatable: boolean;
  readonly arrange: (driver: ServiceDriver) => Promise<ServiceRequest>;
}

/** MISPs on the page that is listed. */
export const PAGE = 20;

/** The request of one of the audit sequences, which know how to bring its state about. */
function sequence(label: string, operation: string, path: string, isRepeatable = false): MeasuredCase {
  const found = auditSequences.find((one) => one.operation === operation && one.path === path);
  if (found === undefined) throw new Error(`No audit sequence ${operation}: ${path}`);
  return { label, isRepeatable, arrange: async (driver) => (await found.arrange(driver)).request };
}

/** What the service does all day. */
export const validation = sequence('validate', 'validate-license-key', 'done, valid', true);

/** The ten operations as they succeed, and the two other ways of those that callers use all day. */
export const measuredCases: readonly MeasuredCase[] = [
  validation,
  sequence('validate, unknown key', 'validate-license-key', 'unknown key', true),
  sequence('register', 'register-misp', 'done'),
  sequence('approve', 'process-misp-status', 'approved'),
  sequence('update, renamed', 'update-misp', 'done'),
  sequence('de-activate', 'update-misp-status', 'done'),
  sequence('switch a key', 'update-license-key-status', 'done'),
  { label: `list ${PAGE}`, isRepeatable: true, arrange: async () => ({ method: 'GET', path: `/misps?limit=${PAGE}` }) },
  sequence('get', 'get-misp', 'done', true),
  sequence('find', 'find-misps-by-name', 'done', true),
  sequence('download', 'download-license-key', 'done', true),
  sequence('download, renewed', 'download-license-key', 'renewed'),
];
