import type { Boards, BoardValue } from "@bellwire/messaging";
import type { Request, Response } from "express";
import { z } from "zod";
import type { BoardWaiter } from "../../hub/board-waiter.ts";
import { sendProblem } from "../problems.ts";
import { readQuery, wholeNumber } from "../read-query.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import { boardIn, sendBoard, sendUnknownBoard } from "./boards.ts";
import type { Route } from "./route.ts";

const WAIT_MAX_SECONDS = 60;
const query = z.strictObject({
  wait: wholeNumber(0, WAIT_MAX_SECONDS).default(0),
  after: z
    .string()
    .regex(/^\d{1,16}$/, "expected a revision")
    .transform(Number)
    .default(-1),
});

/** `GET /boards/{board}`: what stands there, at once or, with `wait`, as soon as it is newer than `after`. */
export function boardRoute(boards: Pick<Boards, "get">, waiter: BoardWaiter): Route {
  const show = async (request: Request, response: Response): Promise<void> => {
    const takes = "`wait` (seconds, 0 to 60) and `after` (a revision)";
    const asked = readQuery(response, request.query, query, takes);
    if (asked === undefined) return;
    const board = boardIn(request);
    if (board === undefined) return sendUnknownBoard(response);
    const newer = asked.wait === 0 ? undefined : await waitFor(waiter, { board, ...asked }, response);
    if (newer === "too_many") {
      response.setHeader("Retry-After", 1);
      return sendProblem(response, "too_many_waiting", "Too many wait here already. Ask without `wait`.");
    }
    const value = newer ?? (await withinRedisBudget(request, boards.get(board)));
    if (value === undefined) sendUnknownBoard(response);
    else sendBoard(response, value);
  };
  return { method: "GET", path: "/boards/:board", access: "guarded", handlers: [show] };
}

async function waitFor(
  waiter: BoardWaiter,
  { board, after, wait }: { board: string; after: number; wait: number },
  response: Response,
): Promise<BoardValue | "too_many" | undefined> {
  const left = new AbortController();
  response.once("close", () => left.abort());
  return await waiter.next({ board, after, waitMs: wait * 1000, signal: left.signal });
}
