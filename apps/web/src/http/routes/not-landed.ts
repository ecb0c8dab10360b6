import { sendProblem } from "../problems.ts";
import type { Method, Route } from "./route.ts";

/** Routes of the public contract whose behaviour has not landed. Take a line out when its route comes in. */
const NOT_LANDED: readonly (readonly [Method, string])[] = [
  ["GET", "/openapi.json"],
  ["GET", "/docs"],
];

/** Refused in words and never accepted and ignored. */
export function notLandedRoutes(): Route[] {
  return NOT_LANDED.map(([method, path]) => ({
    method,
    path,
    access: "guarded",
    handlers: [
      (_request, response) =>
        sendProblem(response, "not_supported", `${method} ${path} is planned but not supported yet.`),
    ],
  }));
}
