import type { Request, Response } from "express";
import type { FindingsWatch } from "../../findings/findings-watch.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import type { Route } from "./route.ts";

/** `GET /findings`: what is wrong, in words, and what to do. */
export function findingsRoute(findings: Pick<FindingsWatch, "look">): Route {
  const show = async (request: Request, response: Response): Promise<void> => {
    const items = await withinRedisBudget(request, findings.look());
    response.setHeader("Cache-Control", "no-store");
    response.json(items);
  };
  return { method: "GET", path: "/findings", access: "guarded", handlers: [show] };
}
