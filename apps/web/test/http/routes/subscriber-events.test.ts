import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { openEvents } from "../../event-client.ts";
import { ask, startWeb } from "../../running-web.ts";

let redis: RedisProcess;
let web: WebService;

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url, {}, { pushedStreams: { heartbeatMs: 20 } });
});
afterAll(async () => {
  await web.stop();
  await redis.stop();
});

const PATH = "/subscribers/orders-listener/events";

function seqsOf({ received }: Awaited<ReturnType<typeof openEvents>>): number[] {
  return received.map(({ data }) => (data as { seq: number }).seq);
}

describe("GET /subscribers/{name}/events", () => {
  it("tells what was received of late, then what is received, and resumes", async () => {
    for (const n of [1, 2]) await redis.client().publish("orders:new", String(n));
    const client = await openEvents(web.port, PATH);
    await waitFor(() => client.received.length === 2);
    await redis.client().publish("orders:new", "3");
    await redis.client().publish("notifications:other", "4");
    await waitFor(() => client.received.length === 3);
    expect(client.received[2]).toEqual({
      id: "3",
      event: "message",
      data: {
        seq: 3,
        channel: "orders:new",
        pattern: null,
        received_at: expect.stringMatching(/Z$/),
        bytes: 1,
        encoding: "json",
        payload: 3,
        cut: false,
      },
    });
    await waitFor(() => client.comments.includes("alive"));
    client.close();
    const again = await openEvents(web.port, PATH, { "last-event-id": "2" });
    await waitFor(() => again.received.length === 1);
    expect(seqsOf(again)).toEqual([3]);
    again.close();
  });

  it("tells all it has to who knows a later one than there is", async () => {
    const client = await openEvents(web.port, `${PATH}?last_event_id=999`);
    await waitFor(() => client.received.length === 3);
    client.close();
  });

  it("knows whom there is not, and what is no number", async () => {
    expect((await ask(web.port, { path: "/subscribers/nobody/events" })).status).toBe(404);
    const wrong = await ask(web.port, { path: PATH, headers: { "last-event-id": "x" } });
    expect(wrong.json()).toMatchObject({ code: "invalid_query" });
  });
});
