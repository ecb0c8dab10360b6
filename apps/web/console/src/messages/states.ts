/** `going`: on its way; `waiting`: held up by something; `ok` and `fail`: an end; `over`: an end that is neither. */
export type StateMood = "going" | "waiting" | "ok" | "fail" | "over";

export type StateWords = { mood: StateMood; words: string };

/** What a state means, the states in the order of a message's life. */
export const STATES: ReadonlyMap<string, StateWords> = new Map<string, StateWords>([
  ["accepted", { mood: "going", words: "Web wrote it down and put it on a door; no bot has seen it yet." }],
  ["scheduled", { mood: "going", words: "It waits for the moment that was asked for." }],
  ["queued", { mood: "going", words: "It waits in the lane of its chat." }],
  ["sending", { mood: "going", words: "A bot is sending it." }],
  [
    "retrying",
    { mood: "waiting", words: "An attempt failed, or Telegram asked for patience; it is tried again." },
  ],
  ["held", { mood: "waiting", words: "It may have arrived: a person is to say whether it goes out again." }],
  [
    "parked",
    {
      mood: "waiting",
      words: "Nobody can be reached; it goes on when the person opens a link or writes to the bot.",
    },
  ],
  ["sent", { mood: "ok", words: "Telegram took every part." }],
  ["failed", { mood: "fail", words: "Given up: a dead letter." }],
  ["expired", { mood: "over", words: "Its time was over before it was begun." }],
  ["cancelled", { mood: "over", words: "Somebody cancelled it." }],
  ["superseded", { mood: "over", words: "A newer one with the same replace_key took its place." }],
]);

export function stateWords(state: string): StateWords {
  return STATES.get(state) ?? { mood: "over", words: "A state that this page does not know." };
}

/** Whether `/stats` counts all that ever came to this end, and not those that are in the state now. */
export function isEnd(state: string): boolean {
  const { mood } = stateWords(state);
  return mood === "ok" || mood === "fail" || mood === "over";
}
