import type { World } from "../model/world.ts";
import type { ControlCode } from "./problem.ts";

export interface ControlCall {
  world: World;
  /** The number in the path, or 0 where the path has none. */
  id: number;
  query: URLSearchParams;
  body: Buffer;
}

export interface ControlReply {
  status: number;
  /** Absent: nothing but the status. */
  body?: unknown;
}

export interface Route {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** `:id` stands for a whole number. */
  path: string;
  run: (call: ControlCall) => ControlReply;
}

export function problem(status: number, code: ControlCode, detail: string): ControlReply {
  return { status, body: { code, detail } };
}

export const done: ControlReply = { status: 204 };
