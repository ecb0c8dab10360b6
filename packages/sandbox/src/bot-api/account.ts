import { apiChat, botUser } from "../model/api-objects.ts";
import { type Answer, accept, refuse } from "./answer.ts";
import { refusalOfBlocked } from "./blocked.ts";
import type { Call } from "./call.ts";
import { type Fields, requireChatId, structureOf, textOf } from "./parameters.ts";

const commandsMax = 100;
const scopesMax = 1000;
const commandName = /^[a-z0-9_]{1,32}$/;

export function getMe({ world }: Call): Answer {
  return accept({
    ...botUser(world.bot),
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
  });
}

/** Any chat exists: the person is there, whether or not somebody wrote yet. */
export function getChat({ fields, world }: Call): Answer {
  const chatId = requireChatId(fields);
  if (typeof chatId !== "number") return chatId;
  if (chatId < 0) {
    const refusal = refusalOfBlocked(world, chatId);
    if (refusal !== undefined) return refusal;
  }
  return accept({ ...apiChat(chatId), accent_color_id: Math.abs(chatId % 7), max_reaction_count: 11 });
}

export function setMyCommands({ fields, world }: Call): Answer {
  const given = structureOf(fields, "commands");
  if (!Array.isArray(given)) return refuse(400, "can't parse commands list: expected an Array of BotCommand");
  if (given.length > commandsMax) return refuse(400, "BOT_COMMANDS_TOO_MUCH");
  const commands: { command: string; description: string }[] = [];
  for (const entry of given) {
    const { command, description } = readCommand(entry);
    if (!commandName.test(command)) return refuse(400, "BOT_COMMAND_INVALID");
    if (description === "" || description.length > 256) return refuse(400, "BOT_COMMAND_DESCRIPTION_INVALID");
    commands.push({ command, description });
  }
  const key = commandsKey(fields);
  if (world.commands.size >= scopesMax && !world.commands.has(key))
    return refuse(400, "BOT_COMMANDS_TOO_MUCH");
  world.commands.set(key, commands);
  return accept(true);
}

export function getMyCommands({ fields, world }: Call): Answer {
  return accept(world.commands.get(commandsKey(fields)) ?? []);
}

export function deleteMyCommands({ fields, world }: Call): Answer {
  world.commands.delete(commandsKey(fields));
  return accept(true);
}

function readCommand(value: unknown): { command: string; description: string } {
  if (typeof value !== "object" || value === null) return { command: "", description: "" };
  const { command, description } = value as { command?: unknown; description?: unknown };
  return {
    command: typeof command === "string" ? command.replace(/^\//, "").toLowerCase() : "",
    description: typeof description === "string" ? description.trim() : "",
  };
}

/** Commands are kept per scope and language, each as it was given. */
function commandsKey(fields: Fields): string {
  return `${textOf(fields, "scope").slice(0, 256)} ${textOf(fields, "language_code").slice(0, 8)}`;
}
