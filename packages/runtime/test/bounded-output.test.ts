import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { boundedOutput } from "../src/bounded-output.ts";

/** A reader that takes nothing until it is told to. */
function stuckReader() {
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  let stuck = true;
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      if (stuck) waiting.push(done);
      else done();
    },
  });
  const release = () => {
    stuck = false;
    for (const done of waiting.splice(0)) done();
  };
  return { stream, lines, release };
}

describe("boundedOutput", () => {
  it("drops what nobody reads, and says how much when somebody does again", async () => {
    const { stream, lines, release } = stuckReader();
    const output = boundedOutput(stream);
    const line = `${"x".repeat(1023)}\n`;
    for (let index = 0; index < 5000; index += 1) output.write(line);
    expect(stream.writableLength).toBeLessThan(1.1 * 1024 * 1024);
    const emptied = new Promise((resolve) => stream.once("drain", resolve));
    release();
    await emptied;
    output.write("last\n");
    const kept = lines.filter((text) => text === line).length;
    expect(JSON.parse(lines.at(-2) ?? "")).toMatchObject({ level: 40, dropped: 5000 - kept });
    expect(lines.at(-1)).toBe("last\n");
  });

  it("outlives its reader", () => {
    const { stream } = stuckReader();
    const output = boundedOutput(stream);
    stream.destroy(new Error("EPIPE"));
    expect(() => output.write("unread\n")).not.toThrow();
  });
});
