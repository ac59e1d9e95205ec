import type { StageSettings } from '../lib/configuration/stage-settings.ts';

/**
 * The configuration of the service: one section for each stage, selected with `-c stage=<name>` (default `dev`).
 * docs/configuration.md has every field and its default.
 */
export const stages: Readonly<Record<string, StageSettings>> = {
  /** For development; `npm start` runs it on this machine. Deleting the stack deletes its data. */
  dev: {
    data: 'destroy',
    auth: {
      // The local cloud replaces this with its own issuer. For AWS, write the issuer of your identity provider.
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
      // From environment variables at deployment, or write the values here.
      issuer: process.env.MISP_PROD_ISSUER,
      audience: process.env.MISP_PROD_AUDIENCE,
    },
    logRetentionDays: 90,
  },
};
