import { type QuarantineDraft, RedisUnavailableError } from "@bellwire/messaging";
import { describe, expect, it } from "vitest";
import { QuarantineWriter } from "../../src/intake/quarantine-writer.ts";
import { gate, recordingCounter, recordingLogger } from "../recording.ts";

const payload = (raw: string) => ({
  door: "channel",
  reason: "invalid_json",
  detail: "the payload is not valid JSON",
  raw: Buffer.from(raw),
});

function setup(add: (entries: readonly QuarantineDraft[]) => Promise<void>) {
  const [malformed, dropped] = [recordingCounter(), recordingCounter()];
  const { logger, lines } = recordingLogger();
  const writer = new QuarantineWriter({ quarantine: { add }, logger, malformed, dropped });
  return { writer, malformed, dropped, lines };
}

describe("QuarantineWriter", () => {
  it("keeps many in few round trips, in order, and counts them by reason", async () => {
    const batches: string[][] = [];
    const { writer, malformed } = setup(async (entries) => {
      batches.push(entries.map(({ raw }) => raw.toString()));
    });
    for (const raw of ["1", "2", "3"]) writer.add(payload(raw));
    await writer.stop();
    expect(batches).toEqual([["1"], ["2", "3"]]);
    writer.add(payload("4"));
    await writer.stop();
    expect(batches.flat()).toEqual(["1", "2", "3", "4"]);
    expect(malformed.of({ door: "channel", reason: "invalid_json" })).toBe(4);
  });

  it("lets no flood grow its memory, and counts what it did not keep", async () => {
    const { promise, open } = gate<void>();
    let kept = 0;
    const { writer, malformed, dropped } = setup(async (entries) => {
      await promise;
      kept += entries.length;
    });
    for (let number = 0; number < 1000; number++) writer.add(payload("x"));
    open();
    await writer.stop();
    expect(kept).toBe(257);
    expect(dropped.of({ where: "quarantine" })).toBe(743);
    expect(malformed.of({ door: "channel", reason: "invalid_json" })).toBe(1000);
  });

  it("holds of a huge payload only what will be kept, and its length", async () => {
    const drafts: QuarantineDraft[] = [];
    const { writer } = setup(async (entries) => {
      drafts.push(...entries);
    });
    writer.add({ ...payload(""), raw: Buffer.alloc(5_000_000, "x") });
    await writer.stop();
    expect(drafts[0]).toMatchObject({ bytes: 5_000_000, door: "channel" });
    expect(drafts[0]?.raw.buffer.byteLength).toBeLessThan(100_000);
  });

  it("goes on after Redis was away, and counts what was lost", async () => {
    let isAway = true;
    let kept = 0;
    const { writer, dropped, lines } = setup(async (entries) => {
      if (isAway) throw new RedisUnavailableError("timeout", "test");
      kept += entries.length;
    });
    writer.add(payload("the text of a person"));
    await writer.stop();
    isAway = false;
    writer.add(payload("2"));
    await writer.stop();
    expect([kept, dropped.of({ where: "quarantine" })]).toEqual([1, 1]);
    expect(lines.join("")).not.toContain("the text of a person");
  });
});
