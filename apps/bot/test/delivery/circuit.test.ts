import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Circuit } from "../../src/delivery/circuit.ts";
import type { Outcome } from "../../src/delivery/outcome.ts";

const FAILED: Outcome = { kind: "unknown", reason: "server_error" };
const SENT: Outcome = { kind: "sent", messageId: 1 };
const REFUSED: Outcome = { kind: "refused", reason: "blocked", unreachable: true };
const LIMITED: Outcome = { kind: "limited", reason: "limited", retryAfterMs: 1000 };

function setup() {
  const clock = { nowMs: 0 };
  const circuit = new Circuit(() => clock.nowMs);
  /** One call that begins and ends now, or began earlier. */
  const call = (lane: string, outcome: Outcome, begunAtMs = clock.nowMs) => {
    const led = circuit.note(outcome, { lane, begunAtMs });
    clock.nowMs += 1;
    return led;
  };
  return { clock, circuit, call };
}

function opened() {
  const made = setup();
  for (const lane of ["1", "2", "3"]) made.call(lane, FAILED);
  return made;
}

describe("Circuit", () => {
  it("opens when calls to three chats fail in a row", () => {
    const { circuit, call } = setup();
    expect([call("1", FAILED), call("2", FAILED), circuit.state]).toEqual([undefined, undefined, "closed"]);
    expect(call("3", FAILED)).toBe("opened");
    expect(circuit.state).toBe("open");
  });

  it("is not opened by one or two chats, however often they fail", () => {
    const { circuit, call } = setup();
    for (let times = 0; times < 100; times++) call(String(times % 2), FAILED);
    expect(circuit.state).toBe("closed");
  });

  it.each([SENT, REFUSED, LIMITED])("is not opened where Telegram answered in between: %j", (answer) => {
    const { circuit, call } = setup();
    for (let times = 0; times < 10; times++) {
      call("1", FAILED);
      call("2", FAILED);
      call("3", answer);
    }
    expect(circuit.state).toBe("closed");
  });

  it.each([
    { kind: "not_sent", reason: "unreachable" },
    { kind: "bot_refused", reason: "unauthorized" },
  ] as const)("is opened by one that says nothing about the chat: %j", (outcome) => {
    expect(setup().call("1", outcome)).toBe("opened");
  });

  it("passes over calls that the bot cut off itself", () => {
    const { circuit, call } = setup();
    for (let lane = 0; lane < 10; lane++) call(String(lane), { kind: "unknown", reason: "aborted" });
    expect(circuit.state).toBe("closed");
  });

  it("is half open once Telegram answers, and closed once it answers a call", () => {
    const { circuit, call } = opened();
    circuit.probed();
    expect(circuit.state).toBe("half_open");
    expect(call("4", SENT)).toBe("closed");
    expect([circuit.state, call("4", SENT)]).toEqual(["closed", undefined]);
  });

  it("opens again with the first call that fails while it is half open", () => {
    const { circuit, call } = opened();
    circuit.probed();
    expect(call("1", FAILED)).toBe("opened");
    expect(circuit.state).toBe("open");
  });

  it("learns nothing from the failure of a call begun before", () => {
    const { circuit, call } = opened();
    expect(call("5", FAILED, 0)).toBeUndefined();
    circuit.probed();
    expect(call("6", FAILED, 0)).toBeUndefined();
    expect(circuit.state).toBe("half_open");
    call("7", SENT);
    for (const lane of ["1", "2", "3"]) expect(call(lane, FAILED, 0)).toBeUndefined();
    expect(circuit.state).toBe("closed");
  });

  it("is closed by an answer to a call begun before", () => {
    const { circuit, call } = opened();
    expect(call("5", SENT, 0)).toBe("closed");
    expect(circuit.state).toBe("closed");
  });

  it("forgets failures that led to nothing once it has closed", () => {
    const { circuit, call } = setup();
    call("1", FAILED);
    call("2", FAILED);
    call("3", { kind: "bot_refused", reason: "unauthorized" });
    circuit.probed();
    call("4", SENT);
    expect([call("3", FAILED), circuit.state]).toEqual([undefined, "closed"]);
  });
});

const step = fc.oneof(
  fc.constant("probed" as const),
  fc.record({
    outcome: fc.constantFrom(FAILED, SENT, REFUSED),
    lane: fc.constantFrom("1", "2", "3", "4"),
  }),
);

describe("Circuit, whatever happens", () => {
  it("is open or half open only until Telegram answers, and opens only on failures of three chats", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { circuit, call } = setup();
        let failing = new Set<string>();
        for (const each of steps) {
          if (each === "probed") {
            circuit.probed();
            continue;
          }
          const before = circuit.state;
          const led = call(each.lane, each.outcome);
          if (each.outcome !== FAILED) {
            expect(circuit.state).toBe("closed");
            failing = new Set();
            continue;
          }
          failing.add(each.lane);
          if (led === "opened" && before === "closed") expect(failing.size).toBeGreaterThanOrEqual(3);
          if (before === "half_open") expect(circuit.state).toBe("open");
        }
      }),
    );
  });
});
