import { describe, expect, it } from "vitest";
import { waitFor } from "../src/wait-for.ts";

describe("waitFor", () => {
  it("resolves with the first truthy answer", async () => {
    const answers = [undefined, null, false, "there"] as const;
    let asked = 0;
    expect(await waitFor(() => answers[asked++], { everyMs: 1 })).toBe("there");
  });

  it("asks again after a probe that throws", async () => {
    let asked = 0;
    const probe = async (): Promise<number> => {
      asked += 1;
      if (asked < 3) throw new Error("not yet");
      return asked;
    };
    expect(await waitFor(probe, { everyMs: 1 })).toBe(3);
  });

  it("names what it waited for, the time, and the last error", async () => {
    const wait = waitFor(() => Promise.reject(new Error("no route")), { timeoutMs: 30, what: "the train" });
    await expect(wait).rejects.toThrow("waited 30 ms for the train; the last error was: no route");
  });

  it("names the last answer", async () => {
    const wait = waitFor(() => null, { timeoutMs: 30 });
    await expect(wait).rejects.toThrow("the last answer was null");
  });

  it("is not held up by a probe that hangs", async () => {
    const wait = waitFor(() => new Promise<true>(() => {}), { timeoutMs: 30 });
    await expect(wait).rejects.toThrow("never answered");
  });
});
