import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { defineScript, runScript } from "../../src/scripts/script.ts";

let server: RedisProcess;
let redis: Redis;

beforeAll(async () => {
  server = await startRedis();
  redis = new Redis(server.url);
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});
afterEach(() => vi.restoreAllMocks());

const echo = defineScript("#!lua\nreturn {ARGV[1], ARGV[2]}", (reply) => reply);
const large = Buffer.alloc(10_000, "x");

it("runs a script that Redis does not know yet, and then by its hash", async () => {
  await redis.script("FLUSH");
  expect(await runScript(redis, echo, ["key"], ["a", 1])).toEqual(["a", "1"]);
  expect(await redis.script("EXISTS", echo.sha)).toEqual([1]);
  expect(await runScript(redis, echo, ["key"], ["b", 2])).toEqual(["b", "2"]);
});

it("answers in strings or in raw bytes", async () => {
  const bytes = Buffer.from([0xff, 0, 0x80]);
  expect(await runScript(redis, echo, [], [bytes, "é"], "bytes")).toEqual([bytes, Buffer.from("é")]);
  expect(await runScript(redis, echo, [], ["é", ""])).toEqual(["é", ""]);
});

it("leaves nothing of what was sent and answered with the client, which keeps its commands", async () => {
  const send = vi.spyOn(redis, "sendCommand");
  expect(await runScript(redis, echo, [], [large, "b"], "bytes")).toEqual([large, Buffer.from("b")]);
  expect(send.mock.calls.map(([command]) => command.args)).toEqual(send.mock.calls.map(() => []));
  const replies = await Promise.allSettled(send.mock.results.map(({ value }) => value));
  expect(replies.at(-1)).toEqual({ status: "fulfilled", value: [] });
});

it("leaves nothing of what was refused either, and throws the refusal", async () => {
  const failing = defineScript("#!lua\nreturn redis.error_reply('NO way')", (reply) => reply);
  const send = vi.spyOn(redis, "sendCommand");
  await expect(runScript(redis, failing, [], [large])).rejects.toThrow("NO way");
  expect(send.mock.calls.map(([command]) => command.args)).toEqual([[], []]);
});
