import { encodeNotification } from "@bellwire/schema";
import { describe, expect, it } from "vitest";
import { planPart } from "../../src/delivery/plan-part.ts";
import { takenSample } from "./samples.ts";

const LONG = encodeNotification({ user_id: 42, message: "word ".repeat(1500) });

describe("planPart", () => {
  it("is the next part of so many", () => {
    const planned = planPart(takenSample({ body: LONG, partsSent: 1 }));
    expect(planned).toMatchObject({ parts: 2, message: { chat_id: 42 } });
    expect(planPart(takenSample())).toMatchObject({ parts: 1, message: { text: "hello" } });
  });

  it("goes where the lane is, wherever the notification was for", () => {
    expect(planPart(takenSample({ lane: "-1009" }))).toMatchObject({ message: { chat_id: -1009 } });
  });

  it.each([
    "",
    "{",
    "null",
    "[]",
    '"text"',
    '{"user_id":42}',
    '{"message":"hi"}',
    '{"user_id":42,"message":7}',
  ])("can do nothing with %j", (body) => {
    expect(planPart(takenSample({ body }))).toEqual({ reason: "unreadable_body" });
  });

  it("can do nothing with a lane that is no chat", () => {
    expect(planPart(takenSample({ lane: "somebody" }))).toEqual({ reason: "unreadable_body" });
  });

  it("does not call it sent where its parts are other ones now", () => {
    expect(planPart(takenSample({ body: LONG, partsSent: 2 }))).toEqual({ reason: "parts_changed" });
  });
});
