import type { RequestHandler } from "express";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

export type Route = {
  method: Method;
  /** In Express' notation; also the label in the metrics. */
  path: string;
  /**
   * - `status`: for everybody, at any rate
   * - `open`: for everybody, rate limited
   * - `guarded`: needs a key or a session where keys are set, rate limited
   */
  access: "status" | "open" | "guarded";
  handlers: readonly RequestHandler[];
};
