import uPlot from "uplot";
import { clockTime, momentWords } from "../parts/times.ts";
import type { ChartSpec, Line } from "./charts.ts";
import type { Palette } from "./inks.ts";

/** At least this much time is shown, so that the first seconds are not drawn as mountains. */
const LEAST_MS = 60_000;
const Y_AXIS_PX = 48;

export type PlotSize = { width: number; height: number };

/** How one chart is drawn. `onCursor` is told which point the pointer is at, undefined when it left. */
export function plotOptions(
  spec: ChartSpec,
  palette: Palette,
  size: PlotSize,
  onCursor: (at: number | undefined) => void,
): uPlot.Options {
  return {
    ...size,
    ms: 1,
    // The library leaves room at the sides for labels that stick out.
    padding: [8, null, 0, null],
    legend: { show: false },
    cursor: {
      y: false,
      // The charts move by themselves every second: a stretch that is chosen would not stay.
      drag: { setScale: false, x: false, y: false },
      points: { size: 6 },
      // One moment in all charts.
      sync: { key: "numbers" },
    },
    scales: {
      x: { range: (_plot, from, to) => [Math.min(from ?? 0, (to ?? 0) - LEAST_MS), to ?? 0] },
      y: { range: (_plot, _least, most) => [0, topOf(most)] },
      shade: { range: [0, 1] },
    },
    axes: [timeAxis(palette), figureAxis(palette, spec.words)],
    series: [{}, ...spec.lines.map((line) => seriesOf(line, palette))],
    hooks: { setCursor: [(plot) => onCursor(plot.cursor.idx ?? undefined)] },
  };
}

function topOf(most: number | null): number {
  return most === null || most <= 0 ? 1 : (uPlot.rangeNum(0, most, 0.1, true)[1] ?? most);
}

function timeAxis(palette: Palette): uPlot.Axis {
  return {
    ...looks(palette),
    size: 28,
    space: 72,
    grid: { show: false },
    values: (_plot, splits, _axis, _space, stepMs) =>
      splits.map((ms) => (stepMs < 60_000 ? momentWords(ms, ms) : clockTime(ms))),
  };
}

function figureAxis(palette: Palette, words: (figure: number) => string): uPlot.Axis {
  return {
    ...looks(palette),
    size: Y_AXIS_PX,
    space: 36,
    grid: { stroke: palette.grid.full, width: 1 },
    values: (_plot, splits) => splits.map(words),
  };
}

function looks({ muted, font }: Palette): uPlot.Axis {
  return { stroke: muted.full, font, gap: 6, ticks: { show: false } };
}

function seriesOf({ ink, dashed = false, isShade = false }: Line, palette: Palette): uPlot.Series {
  const { full, faint } = palette[ink];
  if (isShade) return { scale: "shade", fill: faint, width: 0, points: { show: false } };
  return {
    stroke: full,
    width: 1.5,
    points: { show: false },
    ...(dashed && { dash: [5, 4] }),
  };
}
