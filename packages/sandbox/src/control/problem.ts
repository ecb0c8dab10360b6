export type ControlCode =
  | "invalid_input"
  | "invalid_text"
  | "invalid_payload"
  | "invalid_language"
  | "blocked"
  | "not_found"
  | "method_not_allowed"
  | "too_large"
  | "too_many"
  | "foreign_origin"
  | "internal_error";

/** The one shape of the control API's errors. */
export interface ControlProblem {
  code: ControlCode;
  detail: string;
}

export const statusOf: Readonly<Record<ControlCode, number>> = {
  invalid_input: 400,
  invalid_text: 400,
  invalid_payload: 400,
  invalid_language: 400,
  blocked: 409,
  not_found: 404,
  method_not_allowed: 405,
  too_large: 413,
  too_many: 409,
  foreign_origin: 403,
  internal_error: 500,
};
