import type { DomainError, DomainErrorKind } from '../../../functions/domain/errors.ts';
import { type AnsweredRequest, errorAnswer, NO_ECHO } from '../../../functions/http/answer-form.ts';
import {
  answerToDomainError,
  answerToFailure,
  answerToInput,
  answerToUnauthenticated,
  type ErrorAnswer,
} from '../../../functions/http/error-answers.ts';
import type { JsonObject } from '../json-object.ts';
import { EXAMPLE_TIME, exampleMisp, exampleProfile, stampAt } from './example-misp.ts';

/** An error of each kind. */
const domainErrors: { readonly [Kind in DomainErrorKind]: Extract<DomainError, { readonly kind: Kind }> } = {
  'name-taken': { kind: 'name-taken', name: exampleProfile.name },
  'invalid-email': { kind: 'invalid-email' },
  'unknown-misp': { kind: 'unknown-misp', mispId: '999' },
  'unknown-license': { kind: 'unknown-license', key: 'ExampleOfAnUnknownKey' },
  'license-of-another-misp': { kind: 'license-of-another-misp', mispId: exampleMisp.id },
  'nothing-found': { kind: 'nothing-found' },
  'misp-not-active': { kind: 'misp-not-active' },
  'already-in-status': { kind: 'already-in-status', status: 'approved' },
  'invalid-approval-word': { kind: 'invalid-approval-word' },
  'invalid-activity-word': { kind: 'invalid-activity-word' },
  'invalid-license-status-word': { kind: 'invalid-license-status-word' },
  'license-expired': { kind: 'license-expired' },
  'misp-not-approved': { kind: 'misp-not-approved' },
  'no-active-license': { kind: 'no-active-license' },
  'too-many-licenses': { kind: 'too-many-licenses' },
  'misp-too-large': { kind: 'misp-too-large' },
  'another-person-needed': { kind: 'another-person-needed' },
  'version-mismatch': { kind: 'version-mismatch' },
  'idempotency-key-conflict': { kind: 'idempotency-key-conflict' },
  'access-denied': { kind: 'access-denied' },
};

/** Errors outside the operations. */
const otherErrors = {
  'invalid-fields': answerToInput([
    { in: 'field', name: 'contactNumber', sentAs: 'contactNumber', reason: 'too-long' },
    { in: 'field', name: 'emailId', sentAs: 'emailId', reason: 'missing' },
  ]),
  'invalid-body': answerToInput([{ in: 'body', reason: 'not-json' }]),
  'not-authenticated': answerToUnauthenticated(),
  'internal-error': answerToFailure(500),
  'temporarily-unavailable': answerToFailure(503),
} as const satisfies Readonly<Record<string, ErrorAnswer>>;

export type ErrorExampleName = DomainErrorKind | keyof typeof otherErrors;
type Form = AnsweredRequest['form'];

/** The component name of an error in one of its two forms. */
export function errorExampleName(name: ErrorExampleName, form: Form): string {
  return form === 'envelope' ? name : `${name}-problem`;
}

const answers: Readonly<Record<string, ErrorAnswer>> = {
  ...Object.fromEntries(
    Object.values(domainErrors).map((error) => [error.kind, answerToDomainError(error, '1.1.4')] as const),
  ),
  ...otherErrors,
};

/** Every error in both forms, by component name. */
export const errorExamples: Readonly<Record<string, JsonObject>> = Object.fromEntries(
  Object.entries(answers).flatMap(([name, answer]) => [
    [name, exampleOf(answer, 'envelope')],
    [`${name}-problem`, exampleOf(answer, 'problem')],
  ]),
);

function exampleOf(answer: ErrorAnswer, form: Form): JsonObject {
  const { requestId } = stampAt(EXAMPLE_TIME);
  const { body = '' } = errorAnswer(answer, { form, echo: NO_ECHO, requestId }, new Date(EXAMPLE_TIME));
  return { summary: answer.title, value: JSON.parse(body) };
}
