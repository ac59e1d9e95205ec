import { BYTES_PER_GB, billOf, type Line, MILLION, totalOf } from './bill.ts';
import type { CostModel } from './model.ts';
import { requestsPerMonth } from './monthly.ts';
import type { PriceName } from './price-file.ts';
import type { OperationUsage } from './usage.ts';

/**
 * The same service as it is usually built: containers behind a load balancer, with a relational database.
 * `rows`: audit records stay rows of the database. `bus`: they go to the same bus, archive and log group, one event each.
 */
export type AuditOfAlternative = 'rows' | 'bus';

/** What it costs in a month without a request. */
export function alternativeFixedLines({ assumptions, stack }: CostModel): readonly Line[] {
  const {
    hoursPerMonth: hours,
    alternativeTasks: tasks,
    alternativeVcpu,
    alternativeMemoryGb,
    alternativeDatabaseGb,
    alternativePublicAddresses,
    alternativeAlarms,
  } = assumptions;
  const line = (name: string, ...parts: Line['parts']): Line => ({ name, parts, isAudit: false });
  const one = (price: PriceName, quantity: number) => ({ price, quantity });
  return [
    line(
      'containers',
      one('fargateVcpuHours', tasks * alternativeVcpu * hours),
      one('fargateGbHours', tasks * alternativeMemoryGb * hours),
    ),
    line('load balancer', one('albHours', hours)),
    line('public addresses', one('publicAddressHours', alternativePublicAddresses * hours)),
    line('database', one('databaseHours', hours)),
    line('database, storage', one('databaseGbMonths', alternativeDatabaseGb)),
    line('alarms', one('alarmMonths', alternativeAlarms)),
    line('dashboard', one('dashboardMonths', stack.dashboards)),
  ];
}

/** What so many requests a second add to it in a month. */
export function alternativeLoadLines(
  usage: OperationUsage,
  rate: number,
  audit: AuditOfAlternative,
  model: CostModel,
): readonly Line[] {
  const { hoursPerMonth, alternativeRowOverheadBytes } = model.assumptions;
  const requests = requestsPerMonth(rate, model);
  const gigabytes = (bytes: number) => (requests * bytes) / BYTES_PER_GB;
  const line = (name: string, price: PriceName, quantity: number, isAudit = false): Line => ({
    name,
    parts: [{ price, quantity }],
    isAudit,
  });
  return [
    line('load balancer, capacity', 'albCapacityUnitHours', capacityUnits(usage, rate, model) * hoursPerMonth),
    // The same line a request; the load balancer's access log goes to S3, which is hardly to be seen in a bill.
    line("containers' logs", 'logGbIn', gigabytes(usage.logBytes)),
    ...(audit === 'rows'
      ? [
          line(
            'audit rows, a month of them',
            'databaseGbMonths',
            gigabytes(usage.rowBytes + alternativeRowOverheadBytes),
            true,
          ),
        ]
      : auditBusLines(usage, rate, requests, model)),
  ];
}

const BUS_LINES = ['EventBridge events', 'archive, taken in', 'audit log, taken in'];

/** What stands behind the bus is the same for both; publishing itself is done by the containers. */
function auditBusLines(usage: OperationUsage, rate: number, requests: number, model: CostModel): readonly Line[] {
  return billOf(usage, rate, model)
    .filter(({ name }) => BUS_LINES.includes(name))
    .map(({ name, isAudit, parts }) => ({
      name,
      isAudit,
      parts: parts.map(({ price, quantity }) => ({ price, quantity: (quantity * requests) / MILLION })),
    }));
}

/** The largest of what a load balancer is charged for. */
function capacityUnits({ requestBytes, responseBytes }: OperationUsage, rate: number, model: CostModel): number {
  const { requestHeaderBytes, requestsPerConnection } = model.assumptions;
  const newConnections = rate / requestsPerConnection / 25;
  const bytesPerHour = rate * 3600 * (requestHeaderBytes + requestBytes + responseBytes);
  return Math.max(newConnections, bytesPerHour / BYTES_PER_GB);
}

/** Dollars of a month with so many requests a second, day and night. */
export function alternativeMonthlyDollars(
  usage: OperationUsage,
  rate: number,
  audit: AuditOfAlternative,
  model: CostModel,
): number {
  const lines = [...alternativeFixedLines(model), ...alternativeLoadLines(usage, rate, audit, model)];
  return totalOf(lines, model.prices);
}

/**
 * Requests a second that one container carries by its processor, if a request takes it as long as it took here. The other
 * one may be down. The database's own limit is not reckoned.
 */
export function requestsPerSecondOfContainer({ cpuMs }: OperationUsage, { assumptions }: CostModel): number {
  const { alternativeVcpu, containerUtilization, relativeSpeed } = assumptions;
  return (alternativeVcpu * containerUtilization * relativeSpeed * 1000) / cpuMs;
}
