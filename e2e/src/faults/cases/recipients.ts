import { waitFor } from "@bellwire/testkit";
import { type People, peopleOf } from "../../people.ts";
import type { Stack } from "../../stack.ts";
import type { FaultCase } from "../case.ts";
import { allSources, chatIds, type Scene, underLoad } from "../scene.ts";
import { readStats } from "../settle.ts";
import type { Source } from "../sources.ts";
import { allowForKill, slowAnswers } from "./kill-services.ts";

const CHATS = 8;

/** What the app calls who is in a chat. */
function userOf(chatId: number): string {
  return `person-${chatId}`;
}

/** The same way in, by the app's own user ids. */
function byUserId(source: Source): Source {
  return {
    name: source.name,
    publish: (message, giveUp) => source.publish({ ...message, userId: userOf(message.chatId) }, giveUp),
  };
}

/** How a person goes away and comes back. */
type Absence = {
  leave: (world: Present) => unknown;
  comeBack: (world: Present) => unknown;
};
type Present = { stack: Stack; people: People; chatId: number };

async function openNewLink({ stack, people, chatId }: Present): Promise<void> {
  const { token } = await people.link(userOf(chatId));
  stack.sandbox.openDeepLink(chatId, token);
}

/** The first person does the first of these, and so on. */
const ABSENCES: readonly Absence[] = [
  {
    leave: ({ stack, chatId }) => stack.sandbox.block(chatId),
    comeBack: ({ stack, chatId }) => stack.sandbox.unblock(chatId),
  },
  {
    leave: ({ stack, chatId }) => stack.sandbox.personWrites(chatId, "/stop"),
    comeBack: ({ stack, chatId }) => stack.sandbox.openDeepLink(chatId),
  },
  {
    leave: ({ people, chatId }) => people.change("DELETE", userOf(chatId), `/chats/${chatId}`),
    comeBack: openNewLink,
  },
  {
    leave: ({ people, chatId }) => people.change("POST", userOf(chatId), "/suspend"),
    comeBack: ({ people, chatId }) => people.change("POST", userOf(chatId), "/resume"),
  },
  { leave: ({ stack, chatId }) => stack.sandbox.block(chatId), comeBack: openNewLink },
];

async function killHolder({ stack, say }: Scene): Promise<number> {
  const index = await stack.holder();
  say(`kill -9 of bot ${index}, which listens to people`);
  stack.bots[index]?.kill("SIGKILL");
  await stack.bots[index]?.exited;
  return index;
}

/** All leave, and all come back, and meanwhile the bot dies that hears of it. */
async function comeAndGo(scene: Scene, killed: "while they leave" | "while they return"): Promise<void> {
  const { stack, load, chats, figure } = scene;
  const people = peopleOf(stack);
  const each = (act: (absence: Absence, world: Present) => unknown) =>
    Promise.all(ABSENCES.map((absence, index) => act(absence, { stack, people, chatId: chats[index] ?? 0 })));
  const parked = async () => (await readStats(stack)).states.parked ?? 0;
  const left = each((absence, world) => absence.leave(world));
  let index = killed === "while they leave" ? await killHolder(scene) : undefined;
  await left;
  await waitFor(async () => (await parked()) > 60, { timeoutMs: 20_000, what: "60 messages to be parked" });
  figure(`parked, killed ${killed}`, await parked());
  const back = each((absence, world) => absence.comeBack(world));
  index ??= await killHolder(scene);
  await back;
  await load.arrivedMore(100);
  await stack.startBot(index);
  await stack.ready();
  await waitFor(async () => (await parked()) === 0, {
    timeoutMs: 20_000,
    what: "nothing to be parked any more",
  });
}

export const recipients: FaultCase = {
  name: "recipients",
  what: "people known by the app's own ids block, stop, are unlinked and return, and the bot that hears it is killed",
  short: true,
  run: (context) =>
    underLoad(context, {
      bots: 2,
      chats: CHATS,
      async sources(stack) {
        const people = peopleOf(stack);
        await Promise.all(chatIds(CHATS).map((chatId) => people.linkTo(userOf(chatId), chatId)));
        return (await allSources(stack)).map(byUserId);
      },
      async harm(scene) {
        scene.stack.sandbox.addFault(slowAnswers);
        for (let round = 0; round < (context.short ? 1 : 3); round += 1) {
          for (const killed of ["while they leave", "while they return"] as const) {
            allowForKill(scene);
            await comeAndGo(scene, killed);
          }
        }
      },
    }),
};
