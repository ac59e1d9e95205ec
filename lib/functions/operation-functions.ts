import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { type EnvironmentValues, operationVariables } from '../../functions/environment/environment.ts';
import type { OperationContract } from '../../functions/operation/contract.ts';
import { type OperationName, operations } from '../../functions/operations.ts';
import { deploymentName } from '../configuration/physical-name.ts';
import type { StageConfiguration } from '../configuration/stage-settings.ts';
import type { AuditOutboxTable } from '../data/audit-outbox-table.ts';
import type { MispsTable } from '../data/misps-table.ts';
import { tableStatements } from '../data/table-grants.ts';
import { ServiceFunction } from './service-function.ts';

/** Every variable that an operation reads. A new one without a value below does not compile. */
type OperationVariable = (typeof operationVariables)[number] | (typeof operations)[number]['environment'][number];

export interface OperationFunctionsProps {
  readonly configuration: StageConfiguration;
  readonly misps: MispsTable;
  readonly auditOutbox: AuditOutboxTable;
}

/** An operation and its function. */
export interface ServedOperation {
  readonly contract: OperationContract & { readonly name: OperationName };
  readonly served: ServiceFunction<OperationVariable>;
}

/** One function for each operation, with the variables and grants of its contract. */
export class OperationFunctions extends Construct {
  readonly all: readonly ServedOperation[];

  constructor(scope: Construct, id: string, { configuration, misps, auditOutbox }: OperationFunctionsProps) {
    super(scope, id);
    const values: EnvironmentValues<OperationVariable> = {
      SERVICE: deploymentName(configuration),
      MISPS_TABLE: misps.tableName,
      AUDIT_OUTBOX_TABLE: auditOutbox.tableName,
      ERROR_CODES: configuration.errorCodes,
      LICENSE_KEY_LENGTH: String(configuration.licenseKeyLength),
      LICENSE_VALIDITY_DAYS: String(configuration.licenseValidityDays),
      LICENSE_MAX_VALIDITY_DAYS: String(configuration.licenseMaxValidityDays),
      LICENSE_KEYS_IN_LISTS: configuration.licenseKeysInLists,
      SEPARATION_OF_DUTIES: configuration.separationOfDuties ? 'on' : 'off',
    };
    this.all = operations.map((contract) => ({
      contract,
      served: new ServiceFunction(this, contract.name, {
        configuration,
        name: contract.name,
        description: `${contract.summary} (${contract.method} ${contract.path})`,
        // Shorter than the gateway's timeout, so the service itself answers a slow request.
        timeout: Duration.seconds(10),
        environment: pick(values, [...operationVariables, ...contract.environment]),
        statements: tableStatements(contract, { misps: misps.tableArn, auditOutbox: auditOutbox.tableArn }),
      }),
    }));
  }
}

function pick<Name extends OperationVariable>(
  values: EnvironmentValues<OperationVariable>,
  names: readonly Name[],
): EnvironmentValues<Name> {
  // Every name is a key of `values`; TypeScript cannot follow that through Object.fromEntries.
  return Object.fromEntries(names.map((name) => [name, values[name]])) as EnvironmentValues<Name>;
}
