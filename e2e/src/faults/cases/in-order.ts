import type { CaseReport, FaultCase } from "../case.ts";
import { DEFAULT_PATIENCE, startFaultStack } from "../fault-stack.ts";
import { judge } from "../judge.ts";
import { Load } from "../load.ts";
import { chatIds } from "../scene.ts";
import { httpSource, strangerClient, strangerSources } from "../sources.ts";

const CHATS = 20;
const PER_CHAT = 40;

export const inOrder: FaultCase = {
  name: "in-order",
  what: `3 bots, ${CHATS} chats, ${PER_CHAT} messages to each by every door: in order, each once`,
  short: true,
  async run(context) {
    const stack = await startFaultStack({ bots: 3, env: DEFAULT_PATIENCE });
    const report: CaseReport = { figures: [], broken: [] };
    const strangers = strangerSources(await strangerClient(stack.redis));
    const web = (["channel", "queue", "stream"] as const).map((via) =>
      httpSource(stack.webUrl, via, "order"),
    );
    const sources = context.short ? [...web.slice(0, 1), ...strangers.slice(0, 2)] : [...web, ...strangers];
    const load = new Load({
      sandbox: stack.sandbox,
      sources,
      chats: chatIds(CHATS),
      everyMs: 0,
      perChat: PER_CHAT,
    });
    await load.done();
    const refused = load.history.attempts.filter(({ outcome }) => outcome !== "accepted").length;
    if (refused > 0) report.broken.push(`${refused} messages were not accepted, though nothing was wrong`);
    await judge({ context, stack, load, report, excuses: [] });
    return report;
  },
};
