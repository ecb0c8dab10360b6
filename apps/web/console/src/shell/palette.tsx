import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { chooseTheme } from "../theme/theme.ts";
import { type PaletteItem, paletteItems } from "./palette-items.ts";
import { go } from "./route.ts";
import { VIEWS } from "./views.ts";

type Props = { onClose: () => void };

/** Finds a view, an action or a message by a few letters. Open as long as it is there. */
export function Palette({ onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const listId = useId();
  const items = paletteItems(typed, VIEWS);

  useEffect(() => dialog.current?.showModal(), []);

  const choose = (item: PaletteItem | undefined): void => {
    if (item === undefined) return;
    dialog.current?.close();
    // Not only when the browser tells of it: until then the keys that open it would do nothing.
    onClose();
    perform(item);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") choose(items[at]);
    else if (step !== undefined) setAt((at + step + items.length) % items.length);
    else return;
    event.preventDefault();
  };

  return (
    <dialog
      ref={dialog}
      aria-label="Go to"
      onClose={onClose}
      // A press beside it closes it.
      closedby="any"
      className="mx-auto mt-[12dvh] mb-auto w-[min(34rem,calc(100vw-1.5rem))] overflow-hidden rounded-xl border border-line bg-card p-0 text-ink shadow-xl backdrop:bg-paper/75"
    >
      <input
        role="combobox"
        aria-label="View, action, message id or text"
        aria-expanded={items.length > 0}
        aria-controls={listId}
        aria-activedescendant={items.length > 0 ? `${listId}-${at}` : undefined}
        placeholder="Go to a view, or find a message by text or id"
        autoComplete="off"
        spellCheck={false}
        className="h-14 w-full border-line border-b bg-card px-5 text-base placeholder:text-muted focus-visible:border-accent focus-visible:outline-none"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} role="listbox" aria-label="Found" className="max-h-[55dvh] overflow-y-auto p-2">
        {items.map((item, index) => (
          <Item
            key={item.title}
            id={`${listId}-${index}`}
            item={item}
            active={index === at}
            onPoint={() => setAt(index)}
            onChoose={() => choose(item)}
          />
        ))}
      </div>
    </dialog>
  );
}

type ItemProps = {
  id: string;
  item: PaletteItem;
  active: boolean;
  onPoint: () => void;
  onChoose: () => void;
};

function Item({ id, item, active, onPoint, onChoose }: ItemProps) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) element.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the input above, which keeps the focus
    <div
      ref={element}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      onPointerMove={onPoint}
      onClick={onChoose}
      className="flex cursor-pointer flex-wrap items-baseline gap-x-3 rounded-lg px-3 py-2 text-sm aria-selected:bg-accent-soft pointer-coarse:py-3"
    >
      <span className="break-all">{item.title}</span>
      <span className="ml-auto text-muted text-xs">{item.hint}</span>
    </div>
  );
}

function perform({ does }: PaletteItem): void {
  if ("theme" in does) chooseTheme(does.theme);
  else go(does.view, does.params);
}
