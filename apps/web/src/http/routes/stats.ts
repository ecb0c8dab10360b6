import type { Request, Response } from "express";
import type { StatsReader } from "../../records/stats-reader.ts";
import { toStatsView } from "../../records/stats-view.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import type { Route } from "./route.ts";

/** `GET /stats` */
export function statsRoute(stats: Pick<StatsReader, "read">): Route {
  const show = async (request: Request, response: Response): Promise<void> => {
    const parts = await withinRedisBudget(request, stats.read());
    response.setHeader("Cache-Control", "no-store");
    response.json(toStatsView(parts));
  };
  return { method: "GET", path: "/stats", access: "guarded", handlers: [show] };
}
