import type { EventStreams } from "../event-streams.ts";
import type { Route } from "./route.ts";

/** `GET /events`: every change of a notification or a recipient as a server-sent event, live and resumed. */
export function eventsRoute(streams: Pick<EventStreams, "handler">): Route {
  return { method: "GET", path: "/events", access: "guarded", handlers: [streams.handler] };
}
