import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { openEvents } from "../../event-client.ts";
import { ask, JSON_HEADERS, startWeb } from "../../running-web.ts";

let redis: RedisProcess;
let web: WebService;

beforeAll(async () => {
  redis = await startRedis({ aof: true });
  web = await startWeb(redis.url);
});
afterAll(async () => {
  await web.stop();
  await redis.stop();
});

async function put(value: unknown): Promise<void> {
  const body = JSON.stringify({ value });
  await ask(web.port, { method: "PUT", path: "/boards/b", headers: JSON_HEADERS, body });
}

function valuesOf({ received }: Awaited<ReturnType<typeof openEvents>>): unknown[] {
  return received.map(({ data }) => (data as { value: unknown }).value);
}

describe("GET /boards/{board}/events", () => {
  it("tells what stands there and what is put there, and resumes by the revision", async () => {
    await put(1);
    const client = await openEvents(web.port, "/boards/b/events");
    await waitFor(() => client.received.length === 1);
    await put(2);
    await waitFor(() => client.received.length === 2);
    expect(client.received[1]).toEqual({
      id: expect.stringMatching(/^\d{16}$/),
      event: "board",
      data: {
        board: "b",
        value: 2,
        revision: Number(client.lastId()),
        at: expect.stringMatching(/Z$/),
        expires_at: expect.stringMatching(/Z$/),
      },
    });
    client.close();
    const again = await openEvents(web.port, "/boards/b/events", { "last-event-id": client.lastId() });
    await put(3);
    await waitFor(() => again.received.length === 1);
    expect(valuesOf(again)).toEqual([3]);
    again.close();
  });

  it("goes on after Redis was away", async () => {
    const client = await openEvents(web.port, "/boards/b/events");
    await waitFor(() => client.received.length === 1);
    await redis.kill();
    await redis.restart();
    await waitFor(async () => {
      await put("after");
      return valuesOf(client).at(-1) === "after";
    });
    client.close();
  });

  it("knows what can be no board", async () => {
    expect((await ask(web.port, { path: "/boards/a%20b/events" })).status).toBe(404);
  });
});
