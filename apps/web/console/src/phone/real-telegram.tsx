import { Card } from "../parts/card.tsx";

/** Stands in the phone's place when the bot has a real token. */
export function RealTelegram() {
  return (
    <Card title="Messages go to the real Telegram">
      <div className="flex flex-col gap-3 text-muted text-sm">
        <p>The bot has a token, so there is no phone to show here: look at your own.</p>
        <p>
          Telegram lets a bot write only to people who have opened it and pressed Start. If a message does not
          arrive, begin there.
        </p>
        <p>
          To try things out without writing to anybody, start Bellwire without{" "}
          <code className="font-mono text-ink text-xs">TELEGRAM_BOT_TOKEN</code>: messages then end in a phone
          on this page.
        </p>
      </div>
    </Card>
  );
}
