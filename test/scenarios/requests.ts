import type { ServiceRequest } from './service-driver.ts';

/** The requests of the operations, as callers make them. */

export const get = (path: string): ServiceRequest => ({ method: 'GET', path });
export const registerRequest = (fields: Record<string, unknown>): ServiceRequest => ({
  method: 'POST',
  path: '/misps',
  fields,
});
export const statusRequest = (id: string, mispStatus: string): ServiceRequest => ({
  method: 'PATCH',
  path: `/misps/${id}/status`,
  fields: { mispStatus },
});
export const activityRequest = (id: string, mispStatus: string): ServiceRequest => ({
  method: 'PATCH',
  path: `/misps/${id}`,
  fields: { mispStatus },
});
export const updateRequest = (id: string, name: string, emailId = 'new@celltel.com'): ServiceRequest => ({
  method: 'PUT',
  path: `/misps/${id}`,
  fields: { name, emailId, contactNumber: '1234', address: 'Elsewhere' },
});
export const validateRequest = (id: string, mispLicenseKey: string): ServiceRequest => ({
  method: 'PATCH',
  path: `/misps/${id}/licenseKey`,
  fields: { mispLicenseKey },
});
export const keyStatusRequest = (id: string, mispLicenseKey: string, mispLicenseKeyStatus: string): ServiceRequest => ({
  method: 'PUT',
  path: `/misps/${id}/licenseKey`,
  fields: { mispLicenseKey, mispLicenseKeyStatus },
});
export const downloadRequest = (id: string): ServiceRequest => get(`/misps/${id}/licenseKey`);
export const rotateRequest = (id: string, overlapSeconds: unknown, validTo?: unknown): ServiceRequest => ({
  method: 'POST',
  path: `/misps/${id}/licenseKey/rotate`,
  fields: { overlapSeconds, ...(validTo === undefined ? {} : { validTo }) },
});
/** @param license by its key or its hash. */
export const validityRequest = (
  id: string,
  license: { readonly mispLicenseKey?: string; readonly licenseKeyHash?: string },
  validTo: unknown,
): ServiceRequest => ({ method: 'PUT', path: `/misps/${id}/licenseKey/validity`, fields: { validTo, ...license } });
