import { describe, expect, it } from "vitest";
import { categoryKeyboard, readTap } from "../../src/chat/categories.ts";

const off = (...categoriesOff: string[]) => ({ categoriesOff });

describe("categoryKeyboard", () => {
  it("shows in the order of the alphabet what is in use, and what was turned off before", () => {
    expect(categoryKeyboard(["orders", "ads"], off("news"))).toEqual([
      [
        { text: "🔔 ads", callback_data: "off:ads" },
        { text: "🔕 news", callback_data: "on:news" },
      ],
      [{ text: "🔔 orders", callback_data: "off:orders" }],
    ]);
    expect(categoryKeyboard([], off())).toEqual([]);
  });

  it("stays within what Telegram takes, and keeps what was turned off", () => {
    const many = Array.from({ length: 80 }, (_, index) => `c${index}`);
    const buttons = categoryKeyboard(many, off("zzz")).flat();
    expect(buttons).toHaveLength(50);
    expect(buttons.at(-1)?.callback_data).toBe("on:zzz");
    const long = categoryKeyboard(["x".repeat(64)], off("y".repeat(64))).flat();
    for (const { callback_data } of long) expect(Buffer.byteLength(callback_data)).toBeLessThanOrEqual(64);
  });
});

describe("readTap", () => {
  it.each(["orders", "a:b", "x".repeat(61), "x".repeat(64)])("finds %s again, on and off", (category) => {
    const inUse = ["orders", "a:b", "x".repeat(61), "x".repeat(64)];
    for (const chat of [off(), off(category)]) {
      const [button] = categoryKeyboard([category], chat).flat();
      const isWanted = chat.categoriesOff.length > 0;
      expect(readTap(button?.callback_data ?? "", inUse, chat)).toEqual({ category, isWanted });
    }
  });

  it("asks for the same however often it comes", () => {
    expect(readTap("off:ads", ["ads"], off("ads"))).toEqual({ category: "ads", isWanted: false });
    expect(readTap("on:ads", ["ads"], off())).toEqual({ category: "ads", isWanted: true });
  });

  it.each(["", "ads", "off:", "off:gone", "c:ads", "off:ads "])("knows nothing of %j", (data) => {
    expect(readTap(data, ["ads"], off())).toBeUndefined();
  });
});
