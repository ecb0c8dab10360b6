import type { RedisTrouble } from "@bellwire/messaging";

const DETAILS: Record<RedisTrouble, string> = {
  disconnected: "Redis cannot be reached.",
  timeout: "Redis did not answer in time.",
  full: "Redis is full and refuses writes.",
  disk: "Redis cannot write to its disk and refuses writes.",
  read_only: "This Redis takes no writes now.",
  no_permission: "Redis refuses the user of this service.",
  refused: "Redis refused the command.",
};

/** What is wrong with Redis, for the one who asked over HTTP; `/readyz` says what to do about it. */
export function redisTroubleDetail(trouble: RedisTrouble): string {
  return `${DETAILS[trouble]} See /readyz.`;
}
