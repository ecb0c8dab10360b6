import type { Case } from "../case.ts";
import { compare } from "../rounds.ts";
import { heldIntake, settledSide } from "../sides/null-bot.ts";
import { rawChannel } from "../sides/raw.ts";
import { comparison, reached } from "../table.ts";

const CHATS = 5000;
const GOALS = { goal: 50_000, floor: 20_000 };

export const channelIntake: Case = {
  name: "channel",
  what: "channel: subscribe, validate, admit, at most 20,000 under way; against subscribing and parsing alone",
  async run({ smoke }) {
    const size = smoke ? { messages: 1000, rounds: 1 } : { messages: 100_000, rounds: 5 };
    const sides = [
      heldIntake({ aof: true, chats: CHATS }),
      rawChannel({ aof: true, chats: CHATS }),
      settledSide({ aof: true, chats: CHATS, concurrency: 100, door: "channel" }),
    ];
    const measured = await compare(sides, size);
    return [comparison("Channel intake", measured, reached(measured[0]?.perSecond ?? 0, "/s", GOALS))];
  },
};
