import {
  openDeepLink,
  type PersonResult,
  setPersonLanguage,
  tapAsPerson,
  writeAsPerson,
} from "../model/person.ts";
import { readInput } from "./input.ts";
import { statusOf } from "./problem.ts";
import { type ControlCall, type ControlReply, done, problem, type Route } from "./route.ts";

const listDefault = 100;
const listMax = 10_000;
/** Looser than the rules of a person's text, which have their own words. */
const textMaxUnits = 100_000;

export const chatRoutes: readonly Route[] = [
  { method: "GET", path: "chats", run: listChats },
  { method: "GET", path: "chats/:id", run: ({ world, id }) => ({ status: 200, body: world.chats.view(id) }) },
  { method: "POST", path: "chats/:id/messages", run: writeMessage },
  { method: "POST", path: "chats/:id/start", run: start },
  { method: "PUT", path: "chats/:id/language", run: setLanguage },
  { method: "POST", path: "chats/:id/taps", run: tap },
  { method: "POST", path: "chats/:id/block", run: (call) => setBlocked(call, true) },
  { method: "POST", path: "chats/:id/unblock", run: (call) => setBlocked(call, false) },
  { method: "GET", path: "taps/:id", run: readTap },
];

function listChats({ world, query }: ControlCall): ControlReply {
  const given = query.get("limit") ?? String(listDefault);
  const limit = /^\d{1,5}$/.test(given) ? Number(given) : 0;
  if (limit < 1 || limit > listMax)
    return problem(400, "invalid_input", `limit must be a whole number from 1 to ${listMax}.`);
  return { status: 200, body: { items: world.chats.list(limit) } };
}

function writeMessage({ world, id, body }: ControlCall): ControlReply {
  const input = readInput(body, { text: { type: "text", maxUnits: textMaxUnits, required: true } });
  return input.ok
    ? replyTo(writeAsPerson(world, id, input.value.text))
    : { status: 400, body: input.problem };
}

function start({ world, id, body }: ControlCall): ControlReply {
  const input = readInput(body, { payload: { type: "text", maxUnits: textMaxUnits } });
  return input.ok
    ? replyTo(openDeepLink(world, id, input.value.payload))
    : { status: 400, body: input.problem };
}

function setLanguage({ world, id, body }: ControlCall): ControlReply {
  const input = readInput(body, { language: { type: "text", maxUnits: 64 } });
  if (!input.ok) return { status: 400, body: input.problem };
  const set = setPersonLanguage(world, id, input.value.language);
  return set.ok ? done : replyTo(set);
}

function tap({ world, id, body }: ControlCall): ControlReply {
  const input = readInput(body, {
    message_id: { type: "integer", min: 1, max: Number.MAX_SAFE_INTEGER, required: true },
    data: { type: "text", maxUnits: 64, required: true },
  });
  if (!input.ok) return { status: 400, body: input.problem };
  return replyTo(tapAsPerson(world, id, input.value.message_id, input.value.data));
}

function setBlocked({ world, id }: ControlCall, blocked: boolean): ControlReply {
  world.setBlocked(id, blocked);
  return done;
}

function readTap({ world, id }: ControlCall): ControlReply {
  const found = world.taps.find(String(id));
  return found === undefined
    ? problem(404, "not_found", "No such tap is kept.")
    : { status: 200, body: found };
}

function replyTo(result: PersonResult<unknown>): ControlReply {
  if (result.ok) return { status: 201, body: result.value };
  return { status: statusOf[result.problem.code], body: result.problem };
}
