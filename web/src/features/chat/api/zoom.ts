/** How large a picture is shown, turned by how much, and moved where. Pure. */
export interface Zoomed {
  scale: number;
  /** Quarter turns clockwise. */
  turns: number;
  x: number;
  y: number;
}

export const unzoomed: Zoomed = { scale: 1, turns: 0, x: 0, y: 0 };
export const zoomStep = 1.25;
const leastScale = 1;
const mostScale = 8;

/** Larger or smaller about a point (from the middle of the frame), which stays where it is. */
export function scaled(
  zoom: Zoomed,
  factor: number,
  point: { x: number; y: number } = { x: 0, y: 0 },
): Zoomed {
  const scale = Math.min(mostScale, Math.max(leastScale, zoom.scale * factor));
  if (scale === leastScale) return { ...zoom, scale, x: 0, y: 0 };
  const grown = scale / zoom.scale;
  return {
    ...zoom,
    scale,
    x: point.x - (point.x - zoom.x) * grown,
    y: point.y - (point.y - zoom.y) * grown,
  };
}

export function turned(zoom: Zoomed): Zoomed {
  return { ...zoom, turns: zoom.turns + 1, x: 0, y: 0 };
}

export function moved(zoom: Zoomed, x: number, y: number): Zoomed {
  return zoom.scale > leastScale ? { ...zoom, x: zoom.x + x, y: zoom.y + y } : zoom;
}

export function transformOf({ scale, turns, x, y }: Zoomed): string {
  return `translate(${x}px, ${y}px) rotate(${turns * 90}deg) scale(${scale})`;
}
