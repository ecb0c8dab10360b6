import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { repoRoot } from "@bellwire/testkit";
import { sharedClockMs } from "../measure.ts";
import { Tally } from "../tally.ts";

/**
 * The real bot with everything on, but for the call to Telegram: it counts what it would have sent, and says that it
 * was. With --hold a send never ends, so that nothing is sent and all that comes in stays in the queue.
 *
 * `GET /` on --port tells what was sent.
 */

type Result =
  | { kind: "answered"; answer: { messageId: number } }
  | { kind: "failed"; sent: "no"; reason: "aborted" };

/** What this uses of apps/bot/src/service.ts. An app is a process and nobody imports it: here it is this process. */
type BotModule = {
  createBotService: (
    env: NodeJS.ProcessEnv,
    overrides: { send: (message: { text: string }, abort: AbortSignal) => Promise<Result> },
  ) => { start: () => Promise<void>; stop: () => Promise<void> };
};

const { values } = parseArgs({
  options: { port: { type: "string", default: "0" }, hold: { type: "boolean", default: false } },
});
const tally = new Tally();
const servicePath = join(repoRoot, "apps/bot/dist/service.js");
const { createBotService } = (await import(pathToFileURL(servicePath).href)) as BotModule;

const service = createBotService(process.env, {
  async send({ text }, abort) {
    if (values.hold) return await untilAborted(abort);
    tally.note(text, sharedClockMs());
    return { kind: "answered", answer: { messageId: tally.count().count } };
  },
});
const server = createServer((_request, response) => response.end(JSON.stringify(tally.count())));
process.once("SIGTERM", () => {
  server.close();
  void service.stop();
});
await service.start();
server.listen(Number(values.port), "127.0.0.1");

async function untilAborted(abort: AbortSignal): Promise<Result> {
  if (!abort.aborted) await once(abort, "abort");
  return { kind: "failed", sent: "no", reason: "aborted" };
}
