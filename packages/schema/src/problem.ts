/** Stable: web maps them to HTTP, the quarantine keeps them. */
export type ProblemCode =
  | "too_large"
  | "invalid_utf8"
  | "invalid_json"
  | "too_deep"
  | "lossy_number"
  | "invalid_notification";

/** `path` names a field; empty for the payload as a whole. */
export type FieldError = { path: string; message: string };

/** Why a payload was refused. Holds names of fields, shortened, and never a value from the payload. */
export type ParseProblem = { code: ProblemCode; detail: string; errors: FieldError[] };

export type Refused = { ok: false; problem: ParseProblem };
export type Parsed<T> = { ok: true; value: T } | Refused;

/** As many as a notification has fields; the rest are as wrong, and the answer stays short. */
const MAX_ERRORS = 16;

/** A refusal; without `detail` the sentences of the errors stand for it. */
export function refuse(code: ProblemCode, errors: FieldError[], detail?: string): Refused {
  const shown = errors.slice(0, MAX_ERRORS);
  const words = detail ?? shown.map((error) => error.message).join("; ");
  return { ok: false, problem: { code, detail: words, errors: shown } };
}
