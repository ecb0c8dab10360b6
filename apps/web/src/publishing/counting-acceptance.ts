import type { Acceptance, Hub } from "@bellwire/messaging";

/** The same acceptance; what its script publishes on the notification channel is counted. */
export function countingAcceptance(
  acceptance: Pick<Acceptance, "accept">,
  hub: Pick<Hub, "countPublished">,
  channel: string,
): Pick<Acceptance, "accept"> {
  return {
    async accept(drafts) {
      const answers = await acceptance.accept(drafts);
      for (const [index, answer] of answers.entries())
        if (answer.kind === "accepted" && drafts[index]?.door === "channel")
          hub.countPublished(channel, answer.receivers);
      return answers;
    },
  };
}
