/** A picture looked at closely: larger and smaller by wheel, pinch, keys and buttons, turned, and moved about. */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/ui/Button";
import { IconRotateClockwise, IconZoomIn, IconZoomOut } from "@/ui/icons";
import { moved, scaled, transformOf, turned, unzoomed, type Zoomed, zoomStep } from "../api/zoom";
import { Viewer } from "./Viewer";
import styles from "./Viewer.module.css";

interface ImageViewerProps {
  url: string;
  name: string;
  onDownload: () => void;
  onClose: () => void;
}

const arrowPx = 60;

export function ImageViewer({ url, name, onDownload, onClose }: ImageViewerProps) {
  const { t } = useTranslation();
  const [zoom, setZoom] = useState(unzoomed);
  const larger = () => setZoom((before) => scaled(before, zoomStep));
  const smaller = () => setZoom((before) => scaled(before, 1 / zoomStep));
  const turn = () => setZoom(turned);

  function onKeyDown(event: KeyboardEvent) {
    const act = {
      "+": larger,
      "-": smaller,
      "0": () => setZoom(unzoomed),
      r: turn,
      ArrowLeft: () => setZoom((before) => moved(before, arrowPx, 0)),
      ArrowRight: () => setZoom((before) => moved(before, -arrowPx, 0)),
      ArrowUp: () => setZoom((before) => moved(before, 0, arrowPx)),
      ArrowDown: () => setZoom((before) => moved(before, 0, -arrowPx)),
    }[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }

  const tools = (
    <>
      <IconButton label={t("viewer.smaller")} onClick={smaller}>
        <IconZoomOut size={18} stroke={1.75} aria-hidden="true" />
      </IconButton>
      <span className={styles.told} role="status">
        {t("viewer.percent", { percent: Math.round(zoom.scale * 100) })}
      </span>
      <IconButton label={t("viewer.larger")} onClick={larger}>
        <IconZoomIn size={18} stroke={1.75} aria-hidden="true" />
      </IconButton>
      <IconButton label={t("viewer.turn")} onClick={turn}>
        <IconRotateClockwise size={18} stroke={1.75} aria-hidden="true" />
      </IconButton>
    </>
  );
  return (
    <Viewer name={name} tools={tools} onDownload={onDownload} onClose={onClose}>
      <Stage zoom={zoom} onZoom={setZoom} onKeyDown={onKeyDown} label={t("viewer.stage")}>
        <img src={url} alt={name} draggable={false} style={{ transform: transformOf(zoom) }} />
      </Stage>
    </Viewer>
  );
}

interface StageProps {
  zoom: Zoomed;
  label: string;
  onZoom: (change: (before: Zoomed) => Zoomed) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  children: React.ReactNode;
}

function Stage({ zoom, label, onZoom, onKeyDown, children }: StageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const fingers = useRef(new Map<number, { x: number; y: number }>());

  // React listens to wheels passively, and the page would scroll or grow.
  useEffect(() => {
    const box = stage.current;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const factor = Math.exp(-event.deltaY / 400);
      onZoom((before) => scaled(before, factor, fromMiddle(event, box)));
    };
    box?.addEventListener("wheel", onWheel, { passive: false });
    return () => box?.removeEventListener("wheel", onWheel);
  }, [onZoom]);

  function onPointerMove(event: PointerEvent) {
    const before = fingers.current.get(event.pointerId);
    if (!before) return;
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
    const now = { x: event.clientX, y: event.clientY };
    fingers.current.set(event.pointerId, now);
    if (!other) return onZoom((zoomed) => moved(zoomed, now.x - before.x, now.y - before.y));
    const factor = distance(now, other) / Math.max(1, distance(before, other));
    const between = { clientX: (now.x + other.x) / 2, clientY: (now.y + other.y) / 2 };
    onZoom((zoomed) => scaled(zoomed, factor, fromMiddle(between, stage.current)));
  }

  const release = (event: PointerEvent) => fingers.current.delete(event.pointerId);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- what they do, the buttons above do, too
    <div
      ref={stage}
      className={zoom.scale > 1 ? `${styles.stage} ${styles.grabbed}` : styles.stage}
      role="group"
      aria-label={label}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- its keys have to be reachable
      tabIndex={0}
      data-autofocus
      onKeyDown={onKeyDown}
      onDoubleClick={() =>
        onZoom((before) => (before.scale > 1 ? { ...unzoomed, turns: before.turns } : scaled(before, 2)))
      }
      onPointerDown={(event) => {
        fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
        stage.current?.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={release}
      onPointerCancel={release}
    >
      {children}
    </div>
  );
}

function fromMiddle(point: { clientX: number; clientY: number }, box: HTMLElement | null) {
  const within = box?.getBoundingClientRect();
  if (!within) return { x: 0, y: 0 };
  return {
    x: point.clientX - within.left - within.width / 2,
    y: point.clientY - within.top - within.height / 2,
  };
}

function distance(one: { x: number; y: number }, other: { x: number; y: number }): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
