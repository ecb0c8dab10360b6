import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate } from "node:timers/promises";
import { createMetrics, type Metrics } from "@bellwire/runtime";
import { waitFor } from "@bellwire/testkit";
import { afterEach, describe, expect, it } from "vitest";
import type { PushedStream } from "../../src/http/pushed-stream.ts";
import { PushedStreams, type PushedStreamsLimits } from "../../src/http/pushed-streams.ts";
import { toServerSentEvent } from "../../src/http/server-sent-events.ts";
import { openEvents } from "../event-client.ts";
import { ask } from "../running-web.ts";

let ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.reverse()) end();
  ends = [];
});

/** A server that answers every request with a stream of `streams`. */
async function serve(limits: PushedStreamsLimits) {
  const metrics = createMetrics("test");
  const streams = new PushedStreams(metrics, limits);
  const opened: { stream: PushedStream; response: ServerResponse; resumed: number }[] = [];
  const server: Server = createServer((_request, response) => {
    const stream = streams.open(response, ": connected\n\n", () => {
      one.resumed += 1;
    });
    if (stream === undefined) return;
    const one = { stream, response, resumed: 0 };
    opened.push(one);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(
    () => server.close(),
    () => server.closeAllConnections(),
  );
  const { port } = server.address() as AddressInfo;
  const open = async () => {
    const client = await openEvents(port);
    ends.push(client.close);
    await waitFor(() => opened.length > 0);
    return client;
  };
  return { streams, opened, open, port, metrics };
}

const LARGE = toServerSentEvent("large", JSON.stringify("x".repeat(100_000)));

/** Pushes until events are dropped, because the other side takes nothing. Resolves with how many were pushed. */
async function stuff(stream: PushedStream, metrics: Metrics): Promise<number> {
  for (let pushed = 1; ; pushed += 1) {
    stream.push(LARGE);
    await setImmediate();
    if ((await droppedBy(metrics)) > 5) return pushed;
  }
}

async function droppedBy(metrics: Metrics): Promise<number> {
  return Number(/bellwire_pushed_events_dropped_total\S* (\d+)/.exec(await metrics.text())?.[1]);
}

describe("PushedStreams", () => {
  it("drops for a slow reader alone what it does not take, and tells it how much that was", async () => {
    const { opened, open, metrics } = await serve({ mostBytes: 1_000_000 });
    const slow = await open();
    slow.pause();
    const quick = await open();
    await waitFor(() => opened.length === 2);
    const [first, second] = opened;
    if (first === undefined || second === undefined) throw new Error("no stream");
    const pushed = await stuff(first.stream, metrics);
    expect(first.response.writableLength).toBeLessThan(1_200_000);
    second.stream.push(toServerSentEvent("small", "1"));
    await waitFor(() => quick.received.length === 1);
    slow.resume();
    await waitFor(() => slow.received.at(-1)?.event === "dropped");
    const counts = slow.received.map(({ event, data }) =>
      event === "dropped" ? (data as { count: number }).count : 1,
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(pushed);
    expect(counts.at(-1)).toBeGreaterThan(1);
    expect(first.resumed).toBeGreaterThan(0);
    first.stream.push(toServerSentEvent("small", "9"));
    await waitFor(() => slow.received.at(-1)?.event === "small");
  });

  it("cuts off who takes nothing", async () => {
    const { opened, open, metrics } = await serve({ mostBytes: 1_000_000, stalledMs: 50 });
    const client = await open();
    client.pause();
    const [first] = opened;
    if (first === undefined) throw new Error("no stream");
    // Until it is cut, and not until so much was dropped: on a busy machine it may be cut before that.
    for (; !first.response.destroyed; await setImmediate()) first.stream.push(LARGE);
    await waitFor(() => first.response.closed);
    expect(await metrics.text()).toContain('bellwire_pushed_streams_cut_total{service="test"} 1');
    first.stream.push(LARGE);
  });

  it("says that it is alive", async () => {
    const { open } = await serve({ heartbeatMs: 10 });
    const client = await open();
    await waitFor(() => client.comments.filter((text) => text === "alive").length > 2);
  });

  it("refuses too many", async () => {
    const { open, port, opened } = await serve({ maxStreams: 1 });
    const client = await open();
    const answer = await ask(port, {});
    expect([answer.status, answer.headers["retry-after"]]).toEqual([503, "5"]);
    expect(answer.json()).toMatchObject({ code: "too_many_waiting" });
    client.close();
    await waitFor(() => opened[0]?.response.closed);
    await open();
    expect(opened).toHaveLength(2);
  });

  it("ends them all, also those that are slow", async () => {
    const { streams, opened, open, port, metrics } = await serve({});
    const [quick, slow] = [await open(), await open()];
    await waitFor(() => opened.length === 2);
    slow.pause();
    const last = opened[1];
    if (last === undefined) throw new Error("no stream");
    await stuff(last.stream, metrics);
    streams.drain();
    await waitFor(() => quick.ended() && last.response.closed);
    const late = await ask(port, {});
    expect([late.status, late.text]).toEqual([200, ": connected\n\n"]);
  });
});
