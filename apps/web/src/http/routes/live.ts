import type { Request, Response } from "express";
import type { LiveFeed, LiveReader } from "../../live/live-feed.ts";
import { eventId, lastEventOf } from "../last-event.ts";
import type { PushedStreams } from "../pushed-streams.ts";
import type { Route } from "./route.ts";

/** `GET /live`: all that the page shows, as server-sent events over one connection. */
export function liveRoute(feed: LiveFeed, streams: PushedStreams): Route {
  const follow = (request: Request, response: Response): void => {
    const asked = lastEventOf(request, response, eventId);
    if (asked === undefined) return;
    const stream = streams.open(response, ": connected\n\n", () => feed.tellBeginning(reader));
    if (stream === undefined) return;
    const reader: LiveReader = { tell: (event) => stream.push(event) };
    feed.join(reader, asked.lastId);
    response.once("close", () => feed.leave(reader));
  };
  return { method: "GET", path: "/live", access: "guarded", handlers: [follow] };
}
