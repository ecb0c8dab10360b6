import type { ControlProblem } from "./problem.ts";

type FieldRule = { required?: true } & (
  | { type: "integer"; min: number; max: number }
  | { type: "text"; maxUnits: number }
  | { type: "flag" }
  | { type: "choice"; of: readonly string[] }
);
export type Shape = Readonly<Record<string, FieldRule>>;

type ValueOf<R> = R extends { type: "integer" }
  ? number
  : R extends { type: "flag" }
    ? boolean
    : R extends { type: "choice"; of: readonly (infer T)[] }
      ? T
      : string;
export type Input<S extends Shape> = {
  -readonly [K in keyof S as S[K] extends { required: true } ? K : never]: ValueOf<S[K]>;
} & { -readonly [K in keyof S as S[K] extends { required: true } ? never : K]?: ValueOf<S[K]> };

export type ReadInput<S extends Shape> =
  | { ok: true; value: Input<S> }
  | { ok: false; problem: ControlProblem };

/** Reads a JSON body: an object of these fields and no others. An empty body is an empty object. */
export function readInput<const S extends Shape>(body: Buffer, shape: S): ReadInput<S> {
  const value = body.length === 0 ? {} : parse(body);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return bad("The body must be a JSON object.");
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(shape, name))
      return bad(`Unknown field "${name.slice(0, 64)}". Known: ${Object.keys(shape).join(", ")}.`);
  }
  for (const [name, rule] of Object.entries(shape)) {
    const field: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
    const isFine = field === undefined ? rule.required !== true : follows(field, rule);
    if (!isFine) return bad(`${name} must be ${inWords(rule)}.`);
  }
  // Every field has just been checked against its rule.
  return { ok: true, value: value as Input<S> };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

function follows(value: unknown, rule: FieldRule): boolean {
  switch (rule.type) {
    case "integer":
      return typeof value === "number" && Number.isInteger(value) && value >= rule.min && value <= rule.max;
    case "text":
      return typeof value === "string" && value.length <= rule.maxUnits;
    case "flag":
      return typeof value === "boolean";
    case "choice":
      return typeof value === "string" && rule.of.includes(value);
  }
}

function inWords(rule: FieldRule): string {
  switch (rule.type) {
    case "integer":
      return `a whole number from ${rule.min} to ${rule.max}`;
    case "text":
      return `a text of at most ${rule.maxUnits} characters`;
    case "flag":
      return "true or false";
    case "choice":
      return `one of ${rule.of.join(", ")}`;
  }
}

function bad(detail: string): { ok: false; problem: ControlProblem } {
  return { ok: false, problem: { code: "invalid_input", detail } };
}
