import { expect, it } from "vitest";
import type { BreakOfDay } from "@/api/types";
import { breaksAt, breakSum, isNewer, signOf } from "@/realtime/presence";
import { aPresence } from "../fakes/entities";

const lunch: BreakOfDay = { id: "b1", name: "Almuerzo", minutes: 30, used_seconds: 600, is_open: true };
const rest: BreakOfDay = { id: "b2", name: "Pausa", minutes: 10, used_seconds: 60, is_open: true };
const at = "2026-11-20T15:00:00.000Z";
const inMinutes = (minutes: number) => Date.parse(at) + minutes * 60_000;

it("keeps the higher version, and of equal ones the later", () => {
  const known = aPresence({ version: 3, at });
  expect(isNewer(aPresence({ version: 4, at: "2026-11-20T14:00:00.000Z" }), known)).toBe(true);
  expect(isNewer(aPresence({ version: 2, at: "2026-11-20T16:00:00.000Z" }), known)).toBe(false);
  expect(isNewer(aPresence({ version: 3, at: "2026-11-20T15:00:01.000Z" }), known)).toBe(true);
  expect(isNewer(aPresence({ version: 3, at: "2026-11-20T14:59:59.000Z" }), known)).toBe(false);
});

it("lets only the present break go on", () => {
  const presence = aPresence({
    state: "break",
    break_type: { id: "b1", name: "Almuerzo" },
    at,
    breaks: [lunch, rest],
  });
  const [first, second] = breaksAt(presence, inMinutes(5));
  expect(first).toMatchObject({ used_seconds: 900, leftSeconds: 900, isCurrent: true });
  expect(second).toMatchObject({ used_seconds: 60, leftSeconds: 540, isCurrent: false });
  expect(breakSum(breaksAt(presence, inMinutes(5)))).toEqual({
    usedMinutes: 16,
    grantedMinutes: 40,
    isOver: false,
  });
  expect(breakSum(breaksAt(presence, inMinutes(21))).isOver).toBe(true);
});

it("counts a break on while the connection is lost, and shows the loss", () => {
  const presence = aPresence({
    state: "offline",
    returns_to: { state: "break", break_type: { id: "b1", name: "Almuerzo" } },
    at,
    breaks: [lunch],
  });
  expect(breaksAt(presence, inMinutes(1))[0]).toMatchObject({ used_seconds: 660, isCurrent: true });
  expect(signOf(presence)).toBe("lost");
});

it("never counts backwards where a clock is behind", () => {
  const presence = aPresence({ state: "break", break_type: { id: "b1", name: "" }, at, breaks: [lunch] });
  expect(breaksAt(presence, inMinutes(-10))[0]?.used_seconds).toBe(600);
});

it("grants nothing of what one may not take any more", () => {
  const presence = aPresence({ at, breaks: [lunch, { ...rest, is_open: false }] });
  expect(breakSum(breaksAt(presence, inMinutes(0)))).toMatchObject({ usedMinutes: 11, grantedMinutes: 30 });
});
