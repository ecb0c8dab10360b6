import {
  type AdmitAnswer,
  type AdmitOrder,
  type IntakeItem,
  RedisUnavailableError,
} from "@bellwire/messaging";
import { Health } from "@bellwire/runtime";
import { describe, expect, it } from "vitest";
import { Admission } from "../../src/intake/admission.ts";
import { recordingCounter } from "../recording.ts";

type Answer = AdmitAnswer | RedisUnavailableError;

const done = (counts: Partial<Extract<AdmitAnswer, { kind: "done" }>>): AdmitAnswer => ({
  ...{ kind: "done", handled: 0, admitted: 0, known: 0, gone: 0, mismatched: 0, rejected: 0 },
  ...{ dead: 0, dropped: 0 },
  ...counts,
});

function setup(...answers: Answer[]) {
  const calls: number[] = [];
  const orders: (AdmitOrder | undefined)[] = [];
  const health = new Health("test");
  let wakes = 0;
  let observed = 0;
  const metrics = {
    received: recordingCounter(),
    malformed: recordingCounter(),
    admitted: recordingCounter(),
    duplicates: recordingCounter(),
    dropped: recordingCounter(),
    admitSeconds: {
      observe: () => {
        observed += 1;
      },
    },
  };
  const admission = new Admission({
    intake: {
      async admit(_door, items, order) {
        calls.push(items.length);
        orders.push(order);
        const answer = answers.shift() ?? done({ handled: items.length, admitted: items.length });
        if (answer instanceof RedisUnavailableError) throw answer;
        return answer;
      },
    },
    health,
    metrics,
    onAdmitted: () => {
      wakes += 1;
    },
  });
  const words = () => health.report().checks[0];
  return { admission, calls, orders, metrics, words, wakes: () => wakes, observed: () => observed };
}

const item = (): IntakeItem => ({
  copy: Buffer.from("x"),
  draft: { id: "a", lane: "42", body: "{}", fingerprint: "", priority: "normal" },
  generated: true,
});
const bad = (reason: string): IntakeItem => ({
  copy: undefined,
  rejected: { reason, detail: "", raw: Buffer.alloc(0), bytes: 0 },
});
const items = (count: number) => Array.from({ length: count }, item);

describe("Admission", () => {
  it("asks Redis for many at a time, and wakes who waits for messages", async () => {
    const { admission, calls, metrics, wakes, observed } = setup();
    expect(await admission.admit("queue", items(1200))).toEqual({ handled: 1200 });
    expect(calls).toEqual([500, 500, 200]);
    expect([metrics.received.of({ door: "queue" }), metrics.admitted.of({ door: "queue" })]).toEqual([
      1200, 1200,
    ]);
    expect([wakes(), observed()]).toEqual([3, 3]);
  });

  it("numbers its calls, and tells Redis which one a call follows and whether all of it is new", async () => {
    const { admission, orders } = setup();
    await admission.admit("queue", items(501));
    const first = admission.begin("channel", items(1), { fresh: true });
    await admission.begin("channel", items(1), { after: first }).ended;
    expect(orders).toEqual([
      { call: 1, fresh: false },
      { call: 2, fresh: false },
      { call: 3, fresh: true },
      { call: 4, after: 3, fresh: false },
    ]);
  });

  it("says how far it came where a call was out of turn or was not answered", async () => {
    const outOfTurn = setup(done({ handled: 500, admitted: 500 }), { kind: "out_of_turn" });
    expect(await outOfTurn.admission.admit("queue", items(1200))).toEqual({ handled: 500 });
    const away = new RedisUnavailableError("timeout", "");
    await expect(setup(away).admission.admit("queue", items(1200))).rejects.toBe(away);
  });

  it("counts what became of each, by closed lists of words", async () => {
    const answer = done({
      ...{ handled: 9, admitted: 1, known: 2, gone: 1, mismatched: 1, rejected: 2, dead: 1, dropped: 1 },
    });
    const { admission, metrics } = setup(answer);
    const given = [bad("invalid_json"), ...items(7), bad("too_large")];
    await admission.admit("channel", given);
    expect(metrics.received.of({ door: "channel" })).toBe(8);
    expect(metrics.duplicates.of({ door: "channel" })).toBe(2);
    const malformed = (reason: string) => metrics.malformed.of({ door: "channel", reason });
    expect(["invalid_json", "too_large", "idempotency_mismatch"].map(malformed)).toEqual([1, 1, 1]);
    const dropped = (where: string) => metrics.dropped.of({ where });
    expect(["chat_full", "queue_full"].map(dropped)).toEqual([1, 1]);
  });

  it("stops at the first that was not dealt with, and says why", async () => {
    const full = setup(done({ handled: 500, admitted: 500 }), done({ handled: 3, admitted: 3 }));
    expect(await full.admission.admit("stream", items(1200))).toEqual({ handled: 503, stopped: "full" });
    expect(full.words()).toMatchObject({ name: "admission", status: "warn" });
    await full.admission.admit("stream", items(1));
    expect(full.words()?.status).toBe("ok");
    const lost = setup({ kind: "lost" });
    expect(await lost.admission.admit("stream", items(1200))).toEqual({ handled: 0, stopped: "lost" });
    expect([lost.calls, lost.wakes()]).toEqual([[500], 0]);
  });

  it("says that Redis is full, until it is not any more or another bot takes in", async () => {
    const { admission, words } = setup(new RedisUnavailableError("full", "OOM"));
    await expect(admission.admit("queue", items(1))).rejects.toMatchObject({ trouble: "full" });
    expect(words()).toMatchObject({ status: "warn", words: expect.stringContaining("Redis is full") });
    await admission.admit("queue", items(1));
    expect(words()?.status).toBe("ok");
    admission.noteRedisFull(true);
    expect(words()?.status).toBe("warn");
    admission.noteStandby();
    expect(words()?.status).toBe("ok");
  });

  it("leaves it to the doors to try again, and counts only what was answered", async () => {
    const { admission, metrics, words } = setup(new RedisUnavailableError("timeout", "test"));
    await expect(admission.admit("queue", [bad("invalid_json")])).rejects.toMatchObject({
      trouble: "timeout",
    });
    expect(metrics.received.of({ door: "queue" })).toBe(0);
    expect(metrics.malformed.of({ door: "queue", reason: "invalid_json" })).toBe(0);
    expect(words()?.status).toBe("ok");
  });

  it("counts what was swept as admitted by the channel", () => {
    const { admission, metrics, wakes } = setup();
    admission.noteSwept(0);
    admission.noteSwept(7);
    expect([metrics.admitted.of({ door: "channel" }), wakes()]).toEqual([7, 1]);
  });
});
