import { createServer } from "node:http";
import { expect, it, onTestFinished } from "vitest";
import { waitReady, wordsOfChecks } from "../../start/readiness.mjs";

const stop = new AbortController().signal;

async function serve(answers: { status: number; body: unknown }[]): Promise<string> {
  const server = createServer((_request, response) => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    response.writeHead(answer?.status ?? 500).end(JSON.stringify(answer?.body));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/readyz`;
}

it("waits until the part is ready", async () => {
  const url = await serve([
    { status: 503, body: {} },
    { status: 503, body: {} },
    { status: 200, body: {} },
  ]);
  await expect(waitReady("web", url, stop)).resolves.toBeUndefined();
});

it("gives up with the part's own words and remedy", async () => {
  const checks = [
    { name: "redis", status: "fail", words: "Redis refuses writes.", remedy: "Make room." },
    { name: "bots", status: "warn", words: "No bot." },
  ];
  const url = await serve([{ status: 503, body: { checks } }]);
  await expect(waitReady("web", url, stop, 200)).rejects.toThrow(
    "web is not ready after 0.2 s: Redis refuses writes. Make room.",
  );
});

it("stops waiting when it is told to", async () => {
  const url = await serve([{ status: 503, body: {} }]);
  await expect(waitReady("web", url, AbortSignal.abort())).rejects.toThrow();
});

it.each(["", "<html>", "null", "{}", '{"checks":[]}'])("copes with the answer %j", (body) => {
  expect(wordsOfChecks(body, 502)).toBe("it answers 502");
});
