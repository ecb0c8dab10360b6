import type { HealthState } from "../health/use-health.ts";
import { PhoneFrame } from "./phone-frame.tsx";
import { RealTelegram } from "./real-telegram.tsx";
import { SandboxPhone } from "./sandbox-phone.tsx";
import { useSettled } from "./use-settled.ts";

const TYPING_MS = 250;

type Props = {
  userId: number | undefined;
  health: HealthState;
  /** Without a session there is nothing to read. */
  locked: boolean;
  onUnauthorized: () => void;
};

/** Where the messages end: the sandbox's phone, or a word that they go to the real Telegram. */
export function PhonePane({ userId, health, locked, onUnauthorized }: Props) {
  const chatId = useSettled(userId, TYPING_MS);
  if (health.report === undefined) return <PhoneFrame title="Phone" words="Asking where messages go…" />;
  if (!health.report.sandbox) return <RealTelegram />;
  if (locked) return <PhoneFrame title="Phone" words="Unlock with an API key to see the phone." />;
  return <SandboxPhone chatId={chatId} webUp={health.web === "up"} onUnauthorized={onUnauthorized} />;
}
