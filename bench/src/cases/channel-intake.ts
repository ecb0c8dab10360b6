import type { Case } from "../case.ts";
import { compare } from "../rounds.ts";
import { heldIntake, settledSide } from "../sides/null-bot.ts";
import { rawChannel } from "../sides/raw.ts";
import { comparison, type Finding, reached } from "../table.ts";

const CHATS = 5000;
const GOALS = { goal: 50_000, floor: 20_000 };

export const channelIntake: Case = {
  name: "channel",
  what: "channel: subscribe, validate, admit, at most 20,000 under way; against subscribing and parsing alone",
  async run({ smoke }) {
    const size = smoke ? { messages: 1000, rounds: 1 } : { messages: 100_000, rounds: 5 };
    const findings: Finding[] = [];
    for (const aof of smoke ? [true] : [true, false]) {
      const sides = [
        heldIntake({ aof, chats: CHATS }),
        rawChannel({ aof, chats: CHATS }),
        settledSide({ aof, chats: CHATS, concurrency: 100, door: "channel" }),
      ];
      const title = `Channel intake, ${aof ? "AOF synced every second" : "no persistence"}`;
      const measured = await compare(sides, size);
      findings.push(comparison(title, measured, reached(measured[0]?.perSecond ?? 0, "/s", GOALS)));
    }
    return findings;
  },
};
