import type { HealthState } from "../health/use-health.ts";
import { FaultCard } from "./fault-card.tsx";
import { PhoneFrame } from "./phone-frame.tsx";
import { RealTelegram } from "./real-telegram.tsx";
import { SandboxPhone } from "./sandbox-phone.tsx";
import { useChatOf } from "./use-chat-of.ts";
import { useSettled } from "./use-settled.ts";

const TYPING_MS = 250;

type Props = {
  userId: string | undefined;
  health: HealthState;
  readOnly: boolean;
  onUnauthorized: () => void;
};

/** Where the messages end: the sandbox's phone, or a word that they go to the real Telegram. */
export function PhonePane({ userId, health, readOnly, onUnauthorized }: Props) {
  const settled = useSettled(userId, TYPING_MS);
  const chatId = useChatOf(settled);
  if (health.report === undefined) return <PhoneFrame title="Phone" words="Asking where messages go…" />;
  if (!health.report.sandbox) return <RealTelegram />;
  const shared = { chatId, webUp: health.web === "up", onUnauthorized };
  return (
    <div className="mx-auto flex w-full max-w-[23rem] flex-col gap-4 lg:sticky lg:top-6">
      <SandboxPhone
        {...shared}
        userId={settled}
        words={
          settled === undefined
            ? "Type a user id into the form, and that person's phone appears here."
            : "This user has no chat yet. Make a link under Recipients, and open it as the person."
        }
      />
      <FaultCard {...shared} readOnly={readOnly} />
    </div>
  );
}
