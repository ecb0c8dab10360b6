import { setTimeout as sleep } from "node:timers/promises";
import { type Boards, RedisUnavailableError } from "@bellwire/messaging";
import type { Request, Response } from "express";
import { toBoardJson } from "../../hub/board-view.ts";
import { lastEventOf, numericId } from "../last-event.ts";
import type { PushedStreams } from "../pushed-streams.ts";
import { toServerSentEvent } from "../server-sent-events.ts";
import { boardIn, sendUnknownBoard } from "./boards.ts";
import type { Route } from "./route.ts";

const WAIT_MS = 60_000;
const TRY_AGAIN_MS = 500;

/** `GET /boards/{board}/events`: what stands there, and what is put there; ids are revisions. */
export function boardEventsRoute(boards: Pick<Boards, "watch">, streams: PushedStreams): Route {
  const follow = async (request: Request, response: Response): Promise<void> => {
    const asked = lastEventOf(request, response, numericId);
    if (asked === undefined) return;
    const board = boardIn(request);
    if (board === undefined) return sendUnknownBoard(response);
    const stream = streams.open(response, ": connected\n\n");
    if (stream === undefined) return;
    const watch = boards.watch(board);
    response.once("close", () => watch.close());
    let revision = asked.lastId ?? -1;
    while (!response.closed) {
      const value = await watch.next(revision, WAIT_MS).catch(afterAWhile);
      if (value === undefined || response.closed) continue;
      revision = value.revision;
      stream.push(toServerSentEvent("board", toBoardJson(value), String(revision)));
    }
  };
  return { method: "GET", path: "/boards/:board/events", access: "guarded", handlers: [follow] };
}

async function afterAWhile(error: unknown): Promise<undefined> {
  if (!(error instanceof RedisUnavailableError)) throw error;
  await sleep(TRY_AGAIN_MS);
}
