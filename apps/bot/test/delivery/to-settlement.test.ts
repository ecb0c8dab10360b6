import type { Settlement, Taken } from "@bellwire/messaging";
import type { Notification } from "@bellwire/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Outcome } from "../../src/delivery/outcome.ts";
import { toSettlement } from "../../src/delivery/to-settlement.ts";
import { takenSample } from "./samples.ts";

const PLAIN: Notification = { user_id: 42, message: "hello" };
const REASONS = ["server_error", "connection_lost", "timeout", "unreadable_answer"] as const;

type Case = { taken?: Partial<Taken>; notification?: Partial<Notification>; parts?: number };

function settle(outcome: Outcome, { taken = {}, notification = {}, parts = 1 }: Case = {}): Settlement {
  return toSettlement({
    taken: takenSample(taken),
    notification: { ...PLAIN, ...notification },
    parts,
    outcome,
    maxAttempts: 12,
    random: () => 0.5,
  });
}

const refused = (reason: string, unreachable = false): Outcome => ({ kind: "refused", reason, unreachable });
const owner = { id: "n1", token: 7 };

describe("toSettlement", () => {
  it("keeps what Telegram said of a part that arrived", () => {
    expect(settle({ kind: "sent", messageId: 9 }, { parts: 3 })).toEqual({
      ...owner,
      kind: "sent",
      messageId: 9,
      parts: 3,
    });
  });

  it("waits as long as Telegram wants", () => {
    expect(settle({ kind: "limited", reason: "limited", retryAfterMs: 5000 })).toEqual({
      ...owner,
      kind: "limited",
      retryAfterMs: 5000,
    });
  });

  it("follows a chat to its new place, but not to where it already is", () => {
    const moved: Outcome = { kind: "migrated", reason: "migrated", chatId: -1009 };
    expect(settle(moved)).toEqual({ ...owner, kind: "migrated", lane: "-1009" });
    expect(settle(moved, { taken: { lane: "-1009" } })).toEqual({
      ...owner,
      kind: "failed",
      reason: "migrated",
    });
  });

  it("parks where nobody can be reached, and ends what is refused for itself", () => {
    expect(settle(refused("blocked", true))).toEqual({ ...owner, kind: "unreachable", reason: "blocked" });
    expect(settle(refused("text_too_long"))).toEqual({ ...owner, kind: "failed", reason: "text_too_long" });
  });

  it("gives the message back where the bot is refused, not the message", () => {
    expect(settle({ kind: "bot_refused", reason: "unauthorized" })).toEqual({
      ...owner,
      kind: "returned",
      reason: "unauthorized",
    });
  });

  it.each(["html", "markdown"] as const)(
    "tries %s that cannot be read once more, as plain text",
    (format) => {
      const first = settle(refused("bad_markup"), { notification: { format } });
      expect(first).toEqual({
        ...owner,
        kind: "retry",
        reason: "bad_markup",
        delayMs: 0,
        counted: true,
        unknown: false,
        variant: "plain",
      });
      const again = settle(refused("bad_markup"), { notification: { format }, taken: { variant: "plain" } });
      expect(again).toMatchObject({ kind: "failed", reason: "bad_markup" });
    },
  );

  it("tries what names a topic that is gone once more, without it", () => {
    const notification = { thread_id: 5, format: "html" } as const;
    const first = settle(refused("topic_not_found"), { notification, taken: { variant: "plain" } });
    expect(first).toMatchObject({ kind: "retry", delayMs: 0, variant: "plain+no_topic" });
    const taken = { variant: "plain+no_topic" };
    expect(settle(refused("topic_not_found"), { notification, taken })).toMatchObject({ kind: "failed" });
  });

  it("leaves nothing out that is not there, and has no attempt beyond the last for it", () => {
    expect(settle(refused("bad_markup"))).toMatchObject({ kind: "failed" });
    expect(settle(refused("bad_markup"), { notification: { format: "text" } }).kind).toBe("failed");
    expect(settle(refused("topic_not_found"))).toMatchObject({ kind: "failed" });
    const last = { notification: { format: "html" }, taken: { attempts: 11 } } as const;
    expect(settle(refused("bad_markup"), last)).toMatchObject({ kind: "failed", reason: "bad_markup" });
  });

  it("repeats for ever what was provably not sent, at no cost, ever more slowly", () => {
    const outcome: Outcome = { kind: "not_sent", reason: "unreachable" };
    expect(settle(outcome)).toEqual({
      ...owner,
      kind: "retry",
      reason: "unreachable",
      delayMs: 1000,
      counted: false,
      unknown: false,
      outage: true,
    });
    expect(settle(outcome, { taken: { tries: 4, attempts: 0 } })).toMatchObject({ delayMs: 16_000 });
    expect(settle(outcome, { taken: { tries: 500, attempts: 11 } })).toMatchObject({
      kind: "retry",
      delayMs: 600_000,
    });
  });

  it.each(REASONS)("repeats after %s, which may have arrived, up to the last attempt", (reason) => {
    const outcome: Outcome = { kind: "unknown", reason };
    expect(settle(outcome, { taken: { attempts: 3, tries: 9 } })).toEqual({
      ...owner,
      kind: "retry",
      reason,
      delayMs: 8000,
      counted: true,
      unknown: true,
      outage: true,
    });
    expect(settle(outcome, { taken: { attempts: 10 } }).kind).toBe("retry");
    expect(settle(outcome, { taken: { attempts: 11 } })).toEqual({ ...owner, kind: "failed", reason });
  });

  it("never calls one failed that is to be held where it may have arrived", () => {
    const taken = { attempts: 11, holdUnknown: true };
    expect(settle({ kind: "unknown", reason: "timeout" }, { taken })).toMatchObject({
      kind: "retry",
      unknown: true,
    });
  });

  it("lets another bot try at once what this one cut off itself", () => {
    expect(settle({ kind: "unknown", reason: "aborted" })).toEqual({
      ...owner,
      kind: "retry",
      reason: "aborted",
      delayMs: 0,
      counted: true,
      unknown: true,
    });
  });
});

const outcomes: fc.Arbitrary<Outcome> = fc.oneof(
  fc.record({ kind: fc.constant("sent" as const), messageId: fc.nat() }),
  fc.record({
    kind: fc.constant("limited" as const),
    reason: fc.constant("limited" as const),
    retryAfterMs: fc.nat(),
  }),
  fc.record({
    kind: fc.constant("migrated" as const),
    reason: fc.constant("migrated" as const),
    chatId: fc.integer(),
  }),
  fc.record({
    kind: fc.constant("refused" as const),
    reason: fc.constantFrom("bad_markup", "topic_not_found", "refused", "blocked"),
    unreachable: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("bot_refused" as const), reason: fc.constant("unauthorized" as const) }),
  fc.record({ kind: fc.constant("not_sent" as const), reason: fc.constantFrom(...REASONS) }),
  fc.record({
    kind: fc.constant("unknown" as const),
    reason: fc.constantFrom(...REASONS, "aborted" as const),
  }),
);
const cases: fc.Arbitrary<Case> = fc.record({
  taken: fc.record({
    attempts: fc.nat(20),
    tries: fc.nat(100),
    holdUnknown: fc.boolean(),
    variant: fc.constantFrom("", "plain", "no_topic", "plain+no_topic"),
  }),
  notification: fc.constantFrom<Partial<Notification>>({}, { format: "html" }, { thread_id: 3 }),
  parts: fc.integer({ min: 1, max: 5 }),
});

describe("toSettlement, whatever comes", () => {
  it("names message and owner, and counts every attempt but those that cost none", () => {
    fc.assert(
      fc.property(outcomes, cases, (outcome, which) => {
        const settlement = settle(outcome, which);
        expect(settlement).toMatchObject(owner);
        if (settlement.kind !== "retry") return;
        expect(settlement.counted).toBe(outcome.kind !== "not_sent");
        expect(settlement.unknown).toBe(outcome.kind === "unknown");
        expect(settlement.delayMs).toBeLessThanOrEqual(720_000);
      }),
    );
  });

  it("ends within MAX_ATTEMPTS counted attempts, unless it is to be held", () => {
    fc.assert(
      fc.property(outcomes, cases, (outcome, which) => {
        fc.pre((which.taken?.attempts ?? 0) >= 11 && which.taken?.holdUnknown === false);
        const settlement = settle(outcome, which);
        expect(settlement.kind === "retry" && settlement.counted).toBe(false);
      }),
    );
  });

  it("asks for a hold or a repetition only of what was not refused", () => {
    fc.assert(
      fc.property(outcomes, cases, (outcome, which) => {
        const { kind } = settle(outcome, which);
        if (kind === "sent") expect(outcome.kind).toBe("sent");
        if (outcome.kind === "sent") expect(kind).toBe("sent");
        if (outcome.kind === "limited") expect(kind).toBe("limited");
        if (outcome.kind === "not_sent") expect(kind).toBe("retry");
      }),
    );
  });
});
