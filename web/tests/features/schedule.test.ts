import { describe, expect, it } from "vitest";
import { asFieldValue, problemWith, usualTimes } from "@/features/chat/api/schedule";

const now = new Date(2026, 10, 20, 15, 2).getTime();
const hour = 3_600_000;
const clock = (ms: number) => new Date(ms).toTimeString().slice(0, 5);

describe("times to send a message later", () => {
  it.each([
    [now, null, "past"],
    [Number.NaN, null, "past"],
    [now + 1, null, null],
    [now + 30 * 24 * hour, null, null],
    [now + 30 * 24 * hour + 1, null, "too_far"],
    [now + hour, now + hour, "after_window"],
    [now + hour - 1, now + hour, null],
  ])("%s with a window that ends at %s: %s", (at, end, problem) => {
    expect(problemWith(at, now, end)).toBe(problem);
  });

  it("are offered as far as the window reaches, soonest first", () => {
    expect(usualTimes(now, null).map(clock)).toEqual(["16:05", "17:00", "08:00", "10:00"]);
    expect(usualTimes(now, now + 2 * hour).map(clock)).toEqual(["16:05", "17:00"]);
    expect(usualTimes(now, now + hour)).toEqual([]);
  });

  it("are written as the field wants them, in the person's own time", () => {
    expect(asFieldValue(now)).toBe("2026-11-20T15:02");
    expect(new Date(asFieldValue(now)).getTime()).toBe(now);
  });
});
