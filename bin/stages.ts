import type { StageSettings } from '../lib/configuration/stage-settings.ts';

/**
 * The configuration of the service: one section a stage, selected with `-c stage=<name>` (`dev` when nothing is said).
 * docs/configuration.md explains every field; fields that are absent here have the default given there.
 */
export const stages: Readonly<Record<string, StageSettings>> = {
  /** For development; `npm start` runs it on this machine. Deleting the stack deletes its data. */
  dev: {
    data: 'destroy',
    auth: {
      // The issuer of the local cloud, which puts its own in its place. On AWS, write the issuer of your identity provider.
      issuer: 'http://localhost:3000/_local/issuer',
      audience: 'misp-management-service',
      tokenSource: 'either',
      // An example: one role for each right, and one for all of them.
      rights: {
        validate: ['MISP', 'MISP_VALIDATOR'],
        read: ['MISP', 'MISP_VIEWER', 'MISP_REGISTRAR', 'MISP_APPROVER', 'MISP_OPERATOR', 'MISP_KEY_ADMIN'],
        register: ['MISP', 'MISP_REGISTRAR'],
        approve: ['MISP', 'MISP_APPROVER'],
        operate: ['MISP', 'MISP_OPERATOR'],
        keys: ['MISP', 'MISP_KEY_ADMIN'],
      },
    },
    logRetentionDays: 7,
    auditLogRetentionDays: 30,
    auditArchiveDays: 30,
  },

  /** For production. Deleting the stack leaves the tables, their key, the bus with its archive and the audit log. */
  prod: {
    data: 'retain',
    auth: {
      // From the environment of the person who deploys; or write the values here, as text.
      issuer: process.env.MISP_PROD_ISSUER,
      audience: process.env.MISP_PROD_AUDIENCE,
    },
    logRetentionDays: 90,
  },
};
