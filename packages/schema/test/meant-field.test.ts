import { describe, expect, it } from "vitest";
import { meantField } from "../src/meant-field.ts";
import { notificationRequestSchema } from "../src/notification.ts";

describe("meantField", () => {
  it("knows what near misses meant", () => {
    const near = ["userId", "USER-ID", "chat_id", "Text", "msg", "sendAt", "parse_mode", "Thread-Id", "ttl"];
    expect(near.map(meantField)).toEqual([
      "user_id",
      "user_id",
      "user_id",
      "message",
      "message",
      "send_at",
      "format",
      "thread_id",
      "ttl_seconds",
    ]);
    expect(meantField("colour")).toBeUndefined();
    expect(meantField("constructor")).toBeUndefined();
  });

  it("knows every field of ours in other letters", () => {
    for (const name of Object.keys(notificationRequestSchema.shape)) {
      expect(meantField(name.toUpperCase().replaceAll("_", "-")), name).toBe(name);
    }
  });
});
