import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Gaps, gapPatienceMs } from "@/realtime/gaps";

describe("gaps", () => {
  const reported: string[] = [];
  let gaps: Gaps;

  beforeEach(() => {
    vi.useFakeTimers();
    reported.length = 0;
    gaps = new Gaps((id) => reported.push(id));
    gaps.fetched("c1", 3);
  });
  afterEach(() => vi.useRealTimers());

  it("reports a version that never came", () => {
    gaps.event("c1", 5);
    vi.advanceTimersByTime(gapPatienceMs);
    expect(reported).toEqual(["c1"]);
  });

  it("stays silent when versions only overtook each other", () => {
    gaps.event("c1", 5);
    gaps.event("c1", 6);
    gaps.event("c1", 4);
    vi.advanceTimersByTime(gapPatienceMs * 2);
    expect(reported).toEqual([]);
  });

  it("stays silent when a fetch has meanwhile shown everything", () => {
    gaps.event("c1", 5);
    gaps.fetched("c1", 5);
    vi.advanceTimersByTime(gapPatienceMs * 2);
    expect(reported).toEqual([]);
  });

  it("reports once, and again only for a new gap", () => {
    gaps.event("c1", 5);
    vi.advanceTimersByTime(gapPatienceMs);
    gaps.event("c1", 6);
    vi.advanceTimersByTime(gapPatienceMs);
    expect(reported).toEqual(["c1"]);
    gaps.event("c1", 9);
    vi.advanceTimersByTime(gapPatienceMs);
    expect(reported).toEqual(["c1", "c1"]);
  });
});
