import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { toast } from "@/state/toast";

const plain = { link: null, isHeard: false };
const shown = () => toast.snapshot()?.text ?? null;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  toast.forget();
  vi.useRealTimers();
});

it("news takes no undo away, and comes after it", () => {
  let undone = 0;
  toast.show("resolved", () => (undone += 1));
  toast.tell("a message", plain);
  toast.tell("another", plain);
  expect(shown()).toBe("resolved");
  toast.undo();
  expect(undone).toBe(1);
  expect(shown()).toBe("a message");
  vi.advanceTimersToNextTimer();
  expect(shown()).toBe("another");
  vi.advanceTimersToNextTimer();
  expect(shown()).toBeNull();
});

it("news waits for as long as there is something to undo", () => {
  toast.show("resolved", () => undefined);
  toast.tell("a message", plain);
  vi.advanceTimersToNextTimer();
  expect(shown()).toBe("a message");
});

it("news takes the place of a notice that has nothing to undo", () => {
  toast.show("copied");
  toast.tell("a message", plain);
  expect(shown()).toBe("a message");
});

it("nothing that waits outlives the session", () => {
  toast.show("resolved", () => undefined);
  toast.tell("a message", plain);
  toast.forget();
  vi.runAllTimers();
  expect(shown()).toBeNull();
});
