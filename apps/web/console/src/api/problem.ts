import { fieldsOf, listOf, textOf } from "./read.ts";

export type FieldProblem = { path: string; message: string };

/** Why a call did not do what was asked, in words for a person. `status` is 0 when nobody answered. */
export type Problem = {
  status: number;
  code: string;
  title: string;
  detail: string;
  errors: FieldProblem[];
};

/** Reads problem+json and the sandbox's `{code, detail}`; any other body becomes a problem that names the status. */
export function readProblem(status: number, body: unknown): Problem {
  const fields = fieldsOf(body);
  const code = textOf(fields.code);
  return {
    status,
    code: code ?? `http_${status}`,
    title: textOf(fields.title) ?? (code === undefined ? "An answer this page cannot read" : "Refused"),
    detail:
      textOf(fields.detail) ??
      `The answer was HTTP ${status} without an explanation. Something between this page and Bellwire may have sent it.`,
    errors: listOf(fields.errors).map(readFieldProblem),
  };
}

export function unreachable(timedOut: boolean): Problem {
  return {
    status: 0,
    code: "unreachable",
    title: "Web does not answer",
    detail: timedOut ? "The web service took too long to answer." : "The web service could not be reached.",
    errors: [],
  };
}

/** An answer that is none of web's. */
export const unreadable: Problem = {
  status: 200,
  code: "unreadable",
  title: "An answer this page cannot read",
  detail: "Something answered in place of the web service.",
  errors: [],
};

function readFieldProblem(value: unknown): FieldProblem {
  const fields = fieldsOf(value);
  return { path: textOf(fields.path) ?? "", message: textOf(fields.message) ?? "" };
}
