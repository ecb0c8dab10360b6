import { type RefObject, useEffect, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import "./plot.css";
import type { ChartSpec } from "./charts.ts";
import type { Columns } from "./columns.ts";
import type { Palette } from "./inks.ts";
import { plotOptions } from "./plot-options.ts";

export type Plot = {
  spec: ChartSpec;
  columns: Columns;
  palette: Palette;
  /** Told which point the pointer is at, undefined when it left; the same function each time. */
  onCursor: (at: number | undefined) => void;
};

/** Draws into `box`, as wide and as high as it is, and again when the figures, the theme or its size change. */
export function usePlot(
  box: RefObject<HTMLDivElement | null>,
  { spec, columns, palette, onCursor }: Plot,
): void {
  const [plot, setPlot] = useState<uPlot>();

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const drawn = new uPlot(plotOptions(spec, palette, sizeOf(element), onCursor), [[]], element);
    setPlot(drawn);
    const observer = new ResizeObserver(() => drawn.setSize(sizeOf(element)));
    observer.observe(element);
    return () => {
      observer.disconnect();
      drawn.destroy();
    };
  }, [box, spec, palette, onCursor]);

  useEffect(() => {
    plot?.setData([[...columns.timesMs], ...columns.figures.map((line) => [...line])]);
  }, [plot, columns]);
}

function sizeOf(element: HTMLElement): { width: number; height: number } {
  return { width: element.clientWidth, height: element.clientHeight };
}
