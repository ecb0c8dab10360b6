import { type ReactNode, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { HealthState } from "../health/use-health.ts";
import { BellMark } from "../parts/icons.tsx";
import { ThemeSwitch } from "../theme/theme-switch.tsx";
import { Nav } from "./nav.tsx";
import { Palette } from "./palette.tsx";
import { SearchButton } from "./search-button.tsx";
import { StateLine } from "./state-line.tsx";
import { usePaletteKey } from "./use-palette-key.ts";
import type { View } from "./views.ts";

type Props = { health: HealthState; view: View; children: ReactNode };

/** What all views share: the name, the way to each view, the search, and how the whole is. */
export function Shell({ health, view, children }: Props) {
  const [searching, setSearching] = useState(false);
  const search = useCallback(() => setSearching(true), []);
  const main = useRef<HTMLElement>(null);
  usePaletteKey(search);
  useFocusOnChange(main, view.id);

  return (
    <div className="lg:grid lg:grid-cols-[6rem_minmax(0,1fr)] xl:grid-cols-[15rem_minmax(0,1fr)]">
      {/* No link: the part of the address behind "#" names the view. */}
      <button
        type="button"
        onClick={() => main.current?.focus()}
        className="sr-only z-30 rounded-lg bg-accent px-4 py-2 text-on-accent text-sm focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        Skip to the view
      </button>
      <div className="lg:sticky lg:top-0 lg:flex lg:h-dvh lg:flex-col lg:gap-6 lg:border-line lg:border-r lg:px-2 lg:py-6 xl:px-4">
        <SideBrand />
        <Nav current={view.id} />
        <div className="mt-auto hidden xl:block">
          <ThemeSwitch />
        </div>
      </div>
      <div className="mx-auto w-full max-w-6xl px-4 pt-4 pb-24 sm:px-6 lg:px-8 lg:pt-6 lg:pb-10">
        <header className="flex items-center gap-3">
          <span className="lg:hidden">
            <BellMark size={36} />
          </span>
          <SearchButton onClick={search} />
          <StateLine health={health} />
        </header>
        <main ref={main} tabIndex={-1} className="mt-5 outline-none lg:mt-6">
          <h1 className="sr-only">{view.title}</h1>
          {children}
        </main>
        <footer className="mt-8 flex justify-center xl:hidden">
          <ThemeSwitch />
        </footer>
      </div>
      {searching && <Palette onClose={() => setSearching(false)} />}
    </div>
  );
}

function SideBrand() {
  return (
    <div className="hidden items-center gap-3 lg:flex lg:justify-center xl:justify-start xl:px-2">
      <BellMark size={36} />
      <div className="hidden leading-tight xl:block">
        <p className="font-semibold tracking-tight">Bellwire</p>
        <p className="text-muted text-xs">web app to Telegram</p>
      </div>
    </div>
  );
}

/** Who opens another view is taken to its beginning; whoever comes to the page is left where the browser put them. */
function useFocusOnChange(main: RefObject<HTMLElement | null>, view: string): void {
  const shown = useRef(view);
  useEffect(() => {
    if (shown.current === view) return;
    shown.current = view;
    main.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, [main, view]);
}
