import { faultKinds, faultProblem } from "../model/faults.ts";
import { defaultLimits } from "../model/limits.ts";
import { readInput } from "./input.ts";
import { type ControlCall, type ControlReply, done, problem, type Route } from "./route.ts";

const idMax = 2 ** 52 - 1;
const faultShape = {
  kind: { type: "choice", of: faultKinds, required: true },
  chat_id: { type: "integer", min: -idMax, max: idMax },
  method: { type: "text", maxUnits: 64 },
  count: { type: "integer", min: 1, max: 1_000_000_000 },
  retry_after: { type: "integer", min: 1, max: 1_000_000 },
  delay_ms: { type: "integer", min: 0, max: 600_000 },
  description: { type: "text", maxUnits: 1000 },
  migrate_to_chat_id: { type: "integer", min: -idMax, max: idMax },
} as const;
const limitsShape = {
  enabled: { type: "flag", required: true },
  global_per_second: { type: "integer", min: 0, max: 100_000 },
  chat_interval_ms: { type: "integer", min: 0, max: 3_600_000 },
  group_per_minute: { type: "integer", min: 0, max: 10_000 },
} as const;

export const troubleRoutes: readonly Route[] = [
  { method: "POST", path: "faults", run: addFault },
  {
    method: "GET",
    path: "faults",
    run: ({ world }) => ({ status: 200, body: { items: world.faults.list() } }),
  },
  { method: "DELETE", path: "faults", run: clearFaults },
  { method: "DELETE", path: "faults/:id", run: removeFault },
  { method: "GET", path: "limits", run: ({ world }) => ({ status: 200, body: world.rate.limits }) },
  { method: "PUT", path: "limits", run: setLimits },
];

function addFault({ world, body }: ControlCall): ControlReply {
  const input = readInput(body, faultShape);
  if (!input.ok) return { status: 400, body: input.problem };
  const wrong = faultProblem(input.value);
  if (wrong !== undefined) return problem(400, "invalid_input", wrong);
  if (world.faults.isFull) return problem(409, "too_many", "Too many faults are set: delete some first.");
  return { status: 201, body: world.faults.add(input.value) };
}

function clearFaults({ world }: ControlCall): ControlReply {
  world.faults.clear();
  return done;
}

function removeFault({ world, id }: ControlCall): ControlReply {
  return world.faults.remove(id)
    ? done
    : problem(404, "not_found", "No such fault: perhaps it has spent its count.");
}

/** What is left out takes Telegram's documented figure, not the one set before. */
function setLimits({ world, body }: ControlCall): ControlReply {
  const input = readInput(body, limitsShape);
  if (!input.ok) return { status: 400, body: input.problem };
  world.setLimits({ ...defaultLimits, ...input.value });
  return { status: 200, body: world.rate.limits };
}
