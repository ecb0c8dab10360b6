import { describe, expect, it } from "vitest";
import type { CallResult } from "../../src/delivery/outcome.ts";
import { type PlannedPart, planPart } from "../../src/delivery/plan-part.ts";
import { Holdings } from "../../src/worker/holdings.ts";
import { type EndedCall, PartSender } from "../../src/worker/part-sender.ts";
import { takenSample } from "../delivery/samples.ts";

const SENT: CallResult<{ messageId: number }> = { kind: "answered", answer: { messageId: 9 } };
const { signal } = new AbortController();

function planned(taken = takenSample()): PlannedPart {
  const plan = planPart(taken);
  if (!("message" in plan)) throw new Error(plan.reason);
  return plan;
}

function setup(result: CallResult<{ messageId: number }> = SENT) {
  const clock = { nowMs: 0 };
  const sent: string[] = [];
  const calls: EndedCall[] = [];
  const delivered: number[] = [];
  const sender = new PartSender({
    send: async ({ text }) => {
      sent.push(text);
      clock.nowMs += 250;
      return result;
    },
    leaseMs: 1000,
    maxAttempts: 12,
    onCall: (call) => calls.push(call),
    onDelivered: (_notification, acceptedMs) => delivered.push(acceptedMs),
    nowMs: () => clock.nowMs,
  });
  const hold = (taken = takenSample()) => new Holdings().add(taken, 0, 1000);
  return { sender, clock, sent, calls, delivered, hold };
}

describe("PartSender", () => {
  it("sends, tells how it went, and says what becomes of the message", async () => {
    const { sender, hold, sent, calls, delivered } = setup();
    expect(await sender.send(hold(), planned(), signal)).toEqual({
      id: "n1",
      token: 7,
      kind: "sent",
      messageId: 9,
      parts: 1,
    });
    expect(sent).toEqual(["hello"]);
    expect(calls).toEqual([
      { outcome: { kind: "sent", messageId: 9 }, lane: "42", begunAtMs: 0, tookMs: 250 },
    ]);
    expect(delivered).toEqual([1_700_000_000_000]);
  });

  it("calls a message delivered with its last part only", async () => {
    const { sender, hold, delivered } = setup();
    const taken = takenSample({ body: JSON.stringify({ user_id: 42, message: "word ".repeat(1500) }) });
    await sender.send(hold(taken), planned(taken), signal);
    expect(delivered).toEqual([]);
    const last = { ...taken, partsSent: 1 };
    await sender.send(hold(last), planned(last), signal);
    expect(delivered).toHaveLength(1);
  });

  it.each([
    { kind: "failed", sent: "unknown", reason: "timeout" } as const,
    { kind: "refused", code: 403, description: "Forbidden: bot was blocked by the user" } as const,
  ])("does not call it delivered after %j", async (result) => {
    const { sender, hold, delivered } = setup(result);
    expect((await sender.send(hold(), planned(), signal)).kind).not.toBe("sent");
    expect(delivered).toEqual([]);
  });

  it("does not send what may be another's: the lease is over, or nearly, or was lost", async () => {
    const { sender, clock, hold, sent } = setup();
    const returned = { id: "n1", token: 7, kind: "returned", reason: "lease_over" };
    clock.nowMs = 901;
    expect(await sender.send(hold(), planned(), signal)).toEqual(returned);
    clock.nowMs = 5000;
    expect(await sender.send(hold(), planned(), signal)).toEqual(returned);
    clock.nowMs = 0;
    const lost = hold();
    lost.lost = true;
    expect(await sender.send(lost, planned(), signal)).toEqual(returned);
    expect(sent).toEqual([]);
    clock.nowMs = 900;
    expect((await sender.send(hold(), planned(), signal)).kind).toBe("sent");
  });
});
