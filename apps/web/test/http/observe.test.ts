import { createLogger } from "@bellwire/runtime";
import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../src/service.ts";
import { publish, startWeb } from "../running-web.ts";

const lines: string[] = [];
const destination = { write: (line: string) => void lines.push(line) };
let redis: RedisProcess;
let web: WebService;

beforeAll(async () => {
  redis = await startRedis();
  const logger = createLogger({ service: "web", level: "warn", destination });
  web = await startWeb(redis.url, {}, { logger });
});
afterAll(async () => {
  await web.stop();
  await redis.stop();
});

describe("observe", () => {
  it("does not fill the log with failures that are all alike", async () => {
    const asked = Array.from({ length: 50 }, () => publish(web.port, { user_id: 42, message: "hi" }));
    for (const answer of await Promise.all(asked)) expect(answer.status).toBe(503);
    const failed = lines.filter((line) => line.includes("request failed"));
    expect(failed.length).toBeLessThan(10);
    expect(JSON.parse(failed[0] ?? "{}")).toMatchObject({
      route: "/notifications",
      method: "POST",
      status: 503,
      code: "no_subscriber",
      alikeBefore: 0,
    });
  });
});
