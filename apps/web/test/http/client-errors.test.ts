import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../src/service.ts";
import { END, exchangeRaw } from "../raw-exchange.ts";
import { ask, listenAsBot, publish, startWeb } from "../running-web.ts";

let redis: RedisProcess;
let web: WebService;
let bot: Awaited<ReturnType<typeof listenAsBot>>;

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url);
  bot = await listenAsBot(redis);
});
afterAll(async () => {
  await web.stop();
  await redis.stop();
});

describe("answerClientErrors", () => {
  it("answers a whole request first, and then refuses the garbage behind it", async () => {
    const body = '{"user_id":42,"message":"first"}';
    const reply = await exchangeRaw(web.port, [
      `POST /notifications HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body} and more`,
    ]);
    expect(reply.match(/HTTP\/1.1 \d+/g)).toEqual(["HTTP/1.1 202", "HTTP/1.1 400"]);
    await waitFor(() => bot.hears({ user_id: 42, message: "first" }));
  });

  it("is not impressed by garbage that goes on while an answer is under way", async () => {
    const body = '{"user_id":42,"message":"patient"}';
    const head = `POST /notifications HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    redis.pause();
    const asked = exchangeRaw(web.port, [
      head + body,
      ...Array.from({ length: 200 }, () => "\0garbage".repeat(1000)),
    ]);
    await waitFor(async () => (await ask(web.port, { path: "/livez" })).status === 200);
    redis.resume();
    const reply = await asked;
    expect(reply.match(/HTTP\/1.1 \d+/g)?.slice(1) ?? []).not.toContain("HTTP/1.1 500");
    expect(reply).toMatch(/^HTTP\/1.1 (202|503) /);
    await waitFor(async () => (await publish(web.port, { user_id: 42, message: "after" })).status === 202);
  });

  it("serves requests that come in one piece, in order", async () => {
    const get = "GET /livez HTTP/1.1\r\nHost: localhost\r\n";
    const reply = await exchangeRaw(web.port, [`${get}\r\n${get}\r\n${get}Connection: close\r\n\r\n`]);
    expect(reply.match(/HTTP\/1.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 200", "HTTP/1.1 200"]);
  });

  it("survives connections that end or break at any byte", async () => {
    const request =
      'POST /notifications HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 33\r\n\r\n{"user_id":42,"message":"broken"}';
    const before = bot.heard.length;
    const replies = Array.from({ length: request.length - 1 }, (_, length) =>
      exchangeRaw(web.port, [request.slice(0, length + 1), END]),
    );
    for (const reply of await Promise.all(replies)) expect(reply).not.toMatch(/HTTP\/1.1 (202|5\d\d)/);
    expect(bot.heard.length).toBe(before);
    expect(
      await exchangeRaw(web.port, ["GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"]),
    ).toContain(" 200 ");
  });
});
