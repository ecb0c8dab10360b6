import { describe, expect, it } from "vitest";
import { toHeard } from "../../src/pubsub/heard.ts";

const kept = (payload: Buffer) => toHeard("a", undefined, payload).kept;

describe("toHeard", () => {
  it("keeps short payloads whole, and holds on to no larger buffer", () => {
    const chunk = Buffer.alloc(70_000, "x");
    const heard = toHeard("a", "a*", chunk.subarray(10, 20_010));
    expect(heard).toMatchObject({ channel: "a", pattern: "a*" });
    expect(heard.payload.length).toBe(20_000);
    expect(heard.payload.buffer).not.toBe(chunk.buffer);
    expect(heard.kept.length).toBe(16_384);
    expect(heard.kept.buffer).not.toBe(heard.payload.buffer);
    expect(kept(Buffer.alloc(16_384))).toHaveLength(16_384);
    expect(toHeard("a", undefined, null).payload).toEqual(Buffer.alloc(0));
  });

  it("cuts text between two characters, and other bytes anywhere", () => {
    for (let before = 0; before < 4; before += 1) {
      const text = `${"x".repeat(before)}${"😀".repeat(5000)}`;
      expect(text.startsWith(kept(Buffer.from(text)).toString())).toBe(true);
    }
    expect(kept(Buffer.alloc(20_000, 0x80))).toHaveLength(16_384);
  });
});
