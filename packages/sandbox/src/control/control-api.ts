import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "../http/body.ts";
import { sendJson, sendNothing } from "../http/responses.ts";
import type { World } from "../model/world.ts";
import { chatRoutes } from "./chat-routes.ts";
import { EventFeed } from "./event-feed.ts";
import { type ControlReply, problem, type Route } from "./route.ts";
import { stateRoutes } from "./state-routes.ts";
import { troubleRoutes } from "./trouble-routes.ts";

const bodyMaxBytes = 256 * 1024;
const idMax = 2 ** 52 - 1;
const wholeNumber = /^-?\d{1,16}$/;
const routes: readonly Route[] = [...chatRoutes, ...troubleRoutes, ...stateRoutes];

/** The control API: everything under `/sandbox/`. */
export class ControlApi {
  readonly #world: World;
  readonly #feed: EventFeed;

  constructor(world: World) {
    this.#world = world;
    this.#feed = new EventFeed(world);
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const [path = "", query = ""] = (request.url ?? "").slice("/sandbox/".length).split("?", 2);
    if (path === "events" && request.method === "GET") {
      if (this.#feed.isFull) reply(response, problem(409, "too_many", "Too many readers watch the events."));
      else this.#feed.attach(response);
      return;
    }
    const { pattern, id } = generalise(path);
    const found = id === undefined ? [] : routes.filter((route) => route.path === pattern);
    const route = found.find(({ method }) => method === request.method);
    if (route === undefined) {
      reply(response, found.length === 0 ? notFound : wrongMethod(found));
      return;
    }
    readBody(request, bodyMaxBytes, (body) => {
      if (body === undefined)
        reply(response, problem(413, "too_large", `A body may hold ${bodyMaxBytes} bytes.`));
      else
        reply(
          response,
          route.run({ world: this.#world, id: id ?? 0, query: new URLSearchParams(query), body }),
        );
    });
  }
}

const notFound = problem(404, "not_found", "There is no such path in the sandbox's control API.");

function wrongMethod(found: readonly Route[]): ControlReply {
  return problem(
    405,
    "method_not_allowed",
    `This path takes ${found.map(({ method }) => method).join(", ")}.`,
  );
}

/** `chats/42/block` becomes `chats/:id/block` and 42. An undefined id: the number is none that could exist. */
function generalise(path: string): { pattern: string; id: number | undefined } {
  const segments = path.split("/");
  const given = segments[1];
  if (given === undefined) return { pattern: path, id: 0 };
  const id = wholeNumber.test(given) ? Number(given) : 0;
  segments[1] = ":id";
  return { pattern: segments.join("/"), id: id !== 0 && Math.abs(id) <= idMax ? id : undefined };
}

function reply(response: ServerResponse, { status, body }: ControlReply): void {
  if (body === undefined) sendNothing(response);
  else sendJson(response, status, body);
}
