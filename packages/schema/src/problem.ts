/** Stable: web maps them to HTTP, the quarantine keeps them. */
export type ProblemCode =
  | "too_large"
  | "invalid_utf8"
  | "invalid_json"
  | "too_deep"
  | "lossy_number"
  | "invalid_notification"
  | "not_supported";

/** `path` names a field; empty for the payload as a whole. */
export type FieldError = { path: string; message: string };

/** Why a payload was refused. Holds names of fields, shortened, and never a value from the payload. */
export type ParseProblem = { code: ProblemCode; detail: string; errors: FieldError[] };

export type Parsed<T> = { ok: true; value: T } | { ok: false; problem: ParseProblem };

/** A refusal; without `detail` the sentences of the errors stand for it. */
export function refuse(
  code: ProblemCode,
  errors: FieldError[],
  detail?: string,
): { ok: false; problem: ParseProblem } {
  const words = detail ?? errors.map((error) => error.message).join("; ");
  return { ok: false, problem: { code, detail: words, errors } };
}
