import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { waitFor } from "@bellwire/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { signedCalls } from "../../src/webhooks/webhook-call.ts";
import { refusing, SECRET, startReceiver, type TestReceiver } from "./receiver.ts";

let receiver: TestReceiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.stop());

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const BODY = JSON.stringify({
  type: "notification.sent",
  timestamp: "2027-01-31T09:00:00Z",
  data: { text: "✈" },
});
const never = new AbortController().signal;
const callWith = (timeoutMs?: number, signal = never) =>
  signedCalls({ url: `${receiver.url}/hooks?a=1`, secret: SECRET }, timeoutMs)("evt_1-1", BODY, signal);

describe("a call", () => {
  it("is verified by the public library", async () => {
    expect(await callWith()).toEqual({ kind: "taken", status: 204 });
    expect(receiver.calls).toMatchObject([
      {
        id: "evt_1-1",
        headers: { "content-type": "application/json", "webhook-signature": expect.stringMatching(/^v1,/) },
        body: { type: "notification.sent", data: { text: "✈" } },
      },
    ]);
  });

  it.each([400, 404, 410, 500, 503])("answered %i was not taken", async (status) => {
    receiver.answer(refusing(status));
    expect(await callWith()).toEqual({ kind: "failed", status, error: `answered ${status}` });
  });

  it("does not follow a redirect", async () => {
    receiver.answer(refusing(307, { location: receiver.url }));
    expect(await callWith()).toMatchObject({ kind: "failed", status: 307 });
    expect(receiver.calls).toHaveLength(1);
  });

  it("hears how long to wait", async () => {
    receiver.answer(refusing(429, { "retry-after": "120" }));
    expect(await callWith()).toMatchObject({ status: 429, retryAfterMs: 120_000 });
  });

  it("is not kept by an answer without end", async () => {
    receiver.answer((response) => {
      response.writeHead(200);
      const more = () =>
        void response.write("x".repeat(65_536), () => response.destroyed || setImmediate(more));
      more();
    });
    expect(await callWith()).toEqual({ kind: "taken", status: 200 });
  });

  it("ends in time when nothing is answered", async () => {
    receiver.answer(() => {});
    const calling = callWith(500);
    await waitFor(() => receiver.calls.length === 1);
    // What only the garbage collector knows of must not be what ends it.
    collectGarbage();
    expect(await calling).toEqual({ kind: "failed", error: "no answer in time" });
  });

  it("is cut off when told to", async () => {
    const end = new AbortController();
    receiver.answer(() => end.abort());
    expect(await callWith(undefined, end.signal)).toMatchObject({ kind: "failed" });
  });

  it("says in a word that nobody is there, without the address", async () => {
    await receiver.stop();
    expect(await callWith()).toEqual({ kind: "failed", error: "ECONNREFUSED" });
    const unknown = signedCalls({ url: "http://nobody.invalid/hooks", secret: SECRET });
    const outcome = await unknown("evt_1-1", BODY, never);
    expect(outcome).toMatchObject({ kind: "failed", error: expect.stringMatching(/^[A-Z_]+$/) });
  });

  it("leaves connections to be used again", async () => {
    const ports = new Set<number | undefined>();
    receiver.answer((response) => {
      ports.add(response.req.socket.remotePort);
      response.writeHead(200).end("x".repeat(500));
    });
    for (let index = 0; index < 10; index += 1) await callWith();
    // One may not be free again yet when the next call begins.
    expect(ports.size).toBeLessThanOrEqual(2);
  });
});
