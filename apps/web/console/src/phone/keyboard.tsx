import type { Message } from "../api/sandbox.ts";
import type { ChatOnPhone } from "./use-chat.ts";

type Props = { message: Message; act: ChatOnPhone["act"] };

/** The buttons under a message. What the bot makes of a tap comes back as an event. */
export function Keyboard({ message: { messageId, buttons }, act }: Props) {
  if (buttons.length === 0) return null;
  return (
    <div className="mt-1 flex w-[85%] flex-col gap-1">
      {buttons.map((row, at) => {
        // Rows have no names, and a keyboard is exchanged as a whole.
        const key = `${at} ${row.length}`;
        return (
          <div key={key} className="flex gap-1">
            {row.map((button) => (
              <KeyboardButton
                key={button.text}
                button={button}
                onTap={(data) => void act({ act: "tap", messageId, data })}
              />
            ))}
          </div>
        );
      })}
    </div>
  );
}

const LOOK =
  "min-h-9 min-w-0 flex-1 break-words rounded-lg bg-card/85 px-2 py-1.5 text-center font-medium text-accent text-xs hover:bg-card pointer-coarse:min-h-11";

type MessageButton = Message["buttons"][number][number];

function KeyboardButton({ button, onTap }: { button: MessageButton; onTap: (data: string) => void }) {
  const { text, url, data } = button;
  if (url !== undefined) {
    return (
      <a className={LOOK} href={url} target="_blank" rel="noreferrer">
        {text} ↗
      </a>
    );
  }
  return (
    <button type="button" className={LOOK} onClick={() => data !== undefined && onTap(data)}>
      {text}
    </button>
  );
}
