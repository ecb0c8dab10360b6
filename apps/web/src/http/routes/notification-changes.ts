import type { DeliveryDesk, DeskAnswer } from "@bellwire/messaging";
import type { Request, Response } from "express";
import { requireIntent } from "../allow-change.ts";
import { idInPath } from "../id-in-path.ts";
import { sendProblem } from "../problems.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import { sendUnknown } from "./notification.ts";
import type { Route } from "./route.ts";

type Desk = Pick<DeliveryDesk, "cancel" | "resend" | "confirm">;

/** `DELETE /notifications/{id}`, `POST …/resend`, `POST …/confirm`. */
export function notificationChangeRoutes(desk: Desk): Route[] {
  return [
    {
      method: "DELETE",
      path: "/notifications/:id",
      access: "guarded",
      handlers: [requireIntent(), (request, response) => cancel(desk, request, response)],
    },
    changeRoute("resend", (id) => desk.resend(id), "Only what is held, failed or expired can be sent again"),
    changeRoute("confirm", (id) => desk.confirm(id), "Only what is held can be called sent"),
  ];
}

async function cancel(desk: Desk, request: Request, response: Response): Promise<void> {
  const id = idInPath(request);
  if (id === undefined) return sendUnknown(response);
  const answer = await withinRedisBudget(request, desk.cancel(id));
  switch (answer.kind) {
    case "unknown":
      return sendUnknown(response);
    case "in_flight":
      return sendProblem(
        response,
        "in_flight",
        "An attempt is under way. Ask again when it has ended, if it is still not sent by then.",
        { id },
      );
    case "already_ended":
      return sendProblem(response, "already_ended", `It is ${answer.state}; there is nothing to cancel.`, {
        id,
      });
    case "cancelled":
      response.json({
        ...{ id, state: answer.state, parts_sent: answer.partsSent },
        ...(answer.copies > 0 && { copies_cancelled: answer.copies }),
      });
  }
}

function changeRoute(
  verb: "resend" | "confirm",
  change: (id: string) => Promise<DeskAnswer>,
  rule: string,
): Route {
  const handle = async (request: Request, response: Response): Promise<void> => {
    const id = idInPath(request);
    if (id === undefined) return sendUnknown(response);
    const answer = await withinRedisBudget(request, change(id));
    if (answer.kind === "unknown") return sendUnknown(response);
    if (answer.kind === "wrong_state")
      return sendProblem(response, "wrong_state", `${rule}; it is ${answer.state}.`, { id });
    response.json({ id, state: answer.state });
  };
  return {
    method: "POST",
    path: `/notifications/:id/${verb}`,
    access: "guarded",
    handlers: [requireIntent(), handle],
  };
}
