import type { HealthState } from "../health/use-health.ts";
import { FaultCard } from "./fault-card.tsx";
import { PhoneFrame } from "./phone-frame.tsx";
import { RealTelegram } from "./real-telegram.tsx";
import { SandboxPhone } from "./sandbox-phone.tsx";
import { useSettled } from "./use-settled.ts";

const TYPING_MS = 250;

type Props = {
  userId: number | undefined;
  health: HealthState;
  readOnly: boolean;
  onUnauthorized: () => void;
};

/** Where the messages end: the sandbox's phone, or a word that they go to the real Telegram. */
export function PhonePane({ userId, health, readOnly, onUnauthorized }: Props) {
  const chatId = useSettled(userId, TYPING_MS);
  if (health.report === undefined) return <PhoneFrame title="Phone" words="Asking where messages go…" />;
  if (!health.report.sandbox) return <RealTelegram />;
  const shared = { chatId, webUp: health.web === "up", onUnauthorized };
  return (
    <div className="mx-auto flex w-full max-w-[23rem] flex-col gap-4 lg:sticky lg:top-6">
      <SandboxPhone {...shared} />
      <FaultCard {...shared} readOnly={readOnly} />
    </div>
  );
}
