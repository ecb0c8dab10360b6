import { timeZoneNamed } from "@bellwire/messaging";
import { readDuration } from "./durations.ts";
import { readHours } from "./quiet-hours.ts";

/** What somebody wants who wrote a message. */
export type Intention =
  /** `token` is a secret: it must not be logged. */
  | { kind: "start"; token?: string }
  | { kind: "stop" }
  | { kind: "status" }
  | { kind: "help" }
  | Wish
  /** A command of ours, but what follows it cannot be read. */
  | { kind: "unclear"; about: "mute" | "quiet" | "zone" }
  /** Words that are for the app. */
  | { kind: "said"; text: string }
  /** Nothing that concerns us: no text, or a command for another bot. */
  | { kind: "none" };

/** What somebody wants of when notifications come. */
export type Wish =
  | { kind: "mute"; forMs: number }
  | { kind: "unmute" }
  /** Without `zone` in the one that is known. */
  | { kind: "quiet"; fromMinute: number; toMinute: number; zone?: string }
  | { kind: "quiet_off" };

/** `/name`, possibly addressed to one bot of a group, possibly with words behind it. */
const COMMAND = /^\/([a-z]{1,32})(?:@(\w{1,64}))?(?=\s|$)/i;

const MINUTE_MS = 60_000;
const MUTE_DEFAULT_MS = 60 * MINUTE_MS;
const MUTE_MAX_MS = 7 * 24 * 60 * MINUTE_MS;

/** @param username of this bot */
export function readIntention(text: string | undefined, username: string): Intention {
  if (text === undefined || text === "") return { kind: "none" };
  const [whole = "", name = "", addressee] = COMMAND.exec(text) ?? [];
  if (addressee !== undefined && addressee.toLowerCase() !== username.toLowerCase()) return { kind: "none" };
  const rest = text.slice(whole.length).trim();
  const command = name.toLowerCase();
  switch (command) {
    case "start":
      return rest === "" ? { kind: "start" } : { kind: "start", token: rest };
    case "mute":
      return readMute(rest);
    case "quiet":
      return readQuiet(rest);
    case "stop":
    case "status":
    case "unmute":
    case "help":
      return { kind: command };
    default:
      return { kind: "said", text };
  }
}

function readMute(rest: string): Intention {
  const forMs = rest === "" ? MUTE_DEFAULT_MS : readDuration(rest);
  if (forMs === undefined || forMs < MINUTE_MS || forMs > MUTE_MAX_MS)
    return { kind: "unclear", about: "mute" };
  return { kind: "mute", forMs };
}

function readQuiet(rest: string): Intention {
  if (rest.toLowerCase() === "off") return { kind: "quiet_off" };
  // Hours have no letters in them, and every zone begins with one.
  const letter = rest.search(/[a-z]/i);
  const hours = readHours((letter === -1 ? rest : rest.slice(0, letter)).trim());
  if (hours === undefined) return { kind: "unclear", about: "quiet" };
  if (letter === -1) return { kind: "quiet", ...hours };
  const zone = timeZoneNamed(rest.slice(letter));
  return zone === undefined ? { kind: "unclear", about: "zone" } : { kind: "quiet", ...hours, zone };
}
