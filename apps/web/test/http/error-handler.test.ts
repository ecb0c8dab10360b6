import type { AddressInfo } from "node:net";
import { RedisUnavailableError } from "@bellwire/messaging";
import { createLogger } from "@bellwire/runtime";
import { waitFor } from "@bellwire/testkit";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handleErrors } from "../../src/http/error-handler.ts";
import { ask } from "../running-web.ts";

const lines: string[] = [];
const destination = { write: (line: string) => void lines.push(line) };
const app = express();
const thrown: Record<string, () => unknown> = {
  "/error": () => new Error("the secret cause"),
  "/value": () => "a bare string",
  "/nothing": () => undefined,
  "/uri": () => new URIError("malformed"),
  "/redis": () => new RedisUnavailableError("timeout", "x"),
};
for (const [path, make] of Object.entries(thrown)) {
  app.get(path, async () => {
    await Promise.reject(make());
  });
}
app.get("/late", (_request, response) => {
  response.write("half");
  throw new Error("too late");
});
app.use(handleErrors(createLogger({ service: "web", level: "warn", destination })));
const server = app.listen(0, "127.0.0.1");
let port = 0;

beforeAll(async () => {
  await waitFor(() => server.listening);
  port = (server.address() as AddressInfo).port;
});
afterAll(() => void server.close());

describe("handleErrors", () => {
  it.each(["/error", "/value", "/nothing"])("keeps the cause of %s to the log", async (path) => {
    const answer = await ask(port, { path });
    expect(answer.status).toBe(500);
    const problem = answer.json() as { code: string; error_id: string };
    expect(problem.code).toBe("internal_error");
    expect(answer.text).not.toMatch(/secret|bare|at /);
    expect(lines.some((line) => line.includes(problem.error_id))).toBe(true);
  });

  it("knows what is not its fault", async () => {
    expect((await ask(port, { path: "/uri" })).json()).toMatchObject({ status: 400, code: "bad_request" });
    expect((await ask(port, { path: "/redis" })).json()).toMatchObject({
      status: 503,
      code: "redis_unavailable",
    });
  });

  it("cuts an answer that has begun", async () => {
    await expect(ask(port, { path: "/late" })).rejects.toThrow();
  });
});
