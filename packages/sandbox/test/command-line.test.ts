import { expect, it } from "vitest";
import { readCommandLine } from "../src/command-line.ts";

const token = `1:${"x".repeat(35)}`;

it("reads what to run", () => {
  expect(readCommandLine([])).toEqual({ ask: "run", options: { port: 8081 } });
  expect(readCommandLine(["--port", "0", "--host", "0.0.0.0", "--token", token, "--limits"])).toEqual({
    ask: "run",
    options: { port: 0, host: "0.0.0.0", token, limits: { enabled: true } },
  });
  expect(readCommandLine(["--help", "--port", "x"])).toEqual({ ask: "help" });
});

it("refuses what it does not understand, and shows no token", () => {
  for (const args of [["--port", "x"], ["--port", "65536"], ["--prot", "1"], ["stray"]]) {
    expect(readCommandLine(args).ask).toBe("nothing");
  }
  const refused = readCommandLine(["--token", "secret"]);
  expect(refused.ask).toBe("nothing");
  expect(JSON.stringify(refused)).not.toContain("secret");
});
