import { BOARD_VALUE_BYTES, type Boards, type BoardValue } from "@bellwire/messaging";
import { isNotificationId } from "@bellwire/schema";
import type { Request, Response } from "express";
import { z } from "zod";
import { nextOf, toBoardJson } from "../../hub/board-view.ts";
import { requireIntent } from "../allow-change.ts";
import { readJsonBody } from "../json-body.ts";
import { sendProblem } from "../problems.ts";
import { readBody } from "../read-body.ts";
import { pageLimit, readQuery } from "../read-query.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import { sendJsonText } from "../send-json.ts";
import type { Route } from "./route.ts";

const DAY_SECONDS = 86_400;
const DAYS_MAX = 30;

const newValue = z.strictObject({
  value: z.unknown().refine((value) => value !== undefined, "expected any JSON"),
  ttl_seconds: z
    .int("expected a whole number of seconds")
    .min(1)
    .max(DAYS_MAX * DAY_SECONDS)
    .default(DAY_SECONDS),
});
const listQuery = z.strictObject({ limit: pageLimit() });

/** `PUT`, `DELETE /boards/{board}` and `GET /boards`: the last known state per subject, for a time. */
export function boardRoutes(boards: Pick<Boards, "put" | "remove" | "list">): Route[] {
  return [
    {
      method: "PUT",
      path: "/boards/:board",
      access: "guarded",
      handlers: [...readJsonBody(), (request, response) => put(boards, request, response)],
    },
    {
      method: "DELETE",
      path: "/boards/:board",
      access: "guarded",
      handlers: [requireIntent(), (request, response) => remove(boards, request, response)],
    },
    {
      method: "GET",
      path: "/boards",
      access: "guarded",
      handlers: [(request, response) => list(boards, request, response)],
    },
  ];
}

async function put(boards: Pick<Boards, "put">, request: Request, response: Response): Promise<void> {
  const board = boardIn(request);
  if (board === undefined)
    return sendProblem(
      response,
      "bad_request",
      "The name of a board is 1 to 128 of the characters A-Z a-z 0-9 . _ : -",
    );
  const expected = `{"value": <JSON>} with or without "ttl_seconds" (1 to ${DAYS_MAX} days, one day by default)`;
  const body = readBody(request, response, newValue, expected);
  if (body === undefined) return;
  const value = JSON.stringify(body.value);
  if (Buffer.byteLength(value) > BOARD_VALUE_BYTES)
    return sendProblem(response, "payload_too_large", "The value of a board has at most 64 KiB.");
  const answer = await withinRedisBudget(request, boards.put(board, value, body.ttl_seconds * 1000));
  if (answer.kind === "full")
    return sendProblem(
      response,
      "too_many_boards",
      "There are as many boards as there may be. Remove some first.",
    );
  const { revision, atMs, receivers } = answer;
  response.json({ revision, at: new Date(atMs).toISOString(), receivers, next: nextOf(board, revision) });
}

async function remove(boards: Pick<Boards, "remove">, request: Request, response: Response): Promise<void> {
  const board = boardIn(request);
  if (board !== undefined && (await withinRedisBudget(request, boards.remove(board))))
    response.status(204).end();
  else sendUnknownBoard(response);
}

async function list(boards: Pick<Boards, "list">, request: Request, response: Response): Promise<void> {
  const asked = readQuery(response, request.query, listQuery, "`limit`");
  if (asked === undefined) return;
  const found = await withinRedisBudget(request, boards.list(asked.limit + 1));
  const items = found.slice(0, asked.limit).map((value) => toBoardJson(value));
  response.setHeader("Cache-Control", "no-store");
  sendJsonText(response, 200, `{"items":[${items.join(",")}],"more":${found.length > asked.limit}}`);
}

/** The `:board` of the address; undefined when no board can have this name. */
export function boardIn(request: Request): string | undefined {
  const { board } = request.params;
  return isNotificationId(board) ? board : undefined;
}

export function sendBoard(response: Response, value: BoardValue): void {
  response.setHeader("Cache-Control", "no-store");
  sendJsonText(response, 200, toBoardJson(value, { next: nextOf(value.board, value.revision) }));
}

export function sendUnknownBoard(response: Response): void {
  sendProblem(
    response,
    "not_found",
    "There is nothing on this board: nothing was ever put there, or its time is over.",
  );
}
