import { http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { PreferencesToSave } from "@/api/types";
import { preferences } from "@/state/preferences";
import { problem } from "../fakes/answers";
import { FakeOwn } from "../fakes/own";

/** What was put, with the answers that are still held back. */
let own = new FakeOwn();
let puts: Partial<PreferencesToSave>[] = [];
let held: (() => void)[] = [];
let refusals = 0;

const server = setupServer(
  http.all("*/api/v1/me/preferences", async ({ request }) => {
    if (request.method === "GET") return own.call(request, "preferences");
    puts.push((await request.clone().json()) as Partial<PreferencesToSave>);
    await new Promise<void>((answer) => held.push(answer));
    return refusals-- > 0 ? problem(403, "forbidden") : own.call(request, "preferences");
  }),
);

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
beforeEach(() => {
  own = new FakeOwn();
  puts = [];
  held = [];
  refusals = 0;
  preferences.ownedBy("agente1");
});
afterEach(() => {
  preferences.ownedBy("");
  localStorage.clear();
});
afterAll(() => server.close());

/** Lets the oldest call that waits have its answer. */
async function answer(): Promise<void> {
  await vi.waitFor(() => expect(held).not.toEqual([]));
  held.shift()?.();
}

it("one call is under way; what is chosen meanwhile goes together with the next", async () => {
  const first = preferences.choose({ sound_volume: 60 });
  await vi.waitFor(() => expect(puts).toHaveLength(1));
  const rest = [65, 70, 75].map((sound_volume) => preferences.choose({ sound_volume }));
  rest.push(preferences.choose({ quiet_on_break: false }));
  await answer();
  await first;
  expect(preferences.snapshot()).toMatchObject({ sound_volume: 75, quiet_on_break: false });
  await answer();
  await Promise.all(rest);
  expect(puts).toEqual([{ sound_volume: 60 }, { sound_volume: 75, quiet_on_break: false }]);
  expect(own.preferences).toMatchObject({ sound_volume: 75, quiet_on_break: false, version: 2 });
  expect(preferences.snapshot()).toEqual(own.preferences);
});

it("choices of different entries of a map do not drive each other out", async () => {
  const first = preferences.choose({ sound_volume: 60 });
  await vi.waitFor(() => expect(puts).toHaveLength(1));
  const rest = [
    preferences.choose({ alert_ways: { mention: ["sound"] } }),
    preferences.choose({ alert_ways: { whisper: ["screen"], mention: null } }),
  ];
  expect(preferences.snapshot().alert_ways).toEqual({ whisper: ["screen"] });
  await answer();
  await answer();
  await Promise.all([first, ...rest]);
  expect(puts[1]).toEqual({ alert_ways: { whisper: ["screen"], mention: null } });
});

it("only what was refused goes back", async () => {
  refusals = 1;
  const refused = preferences.choose({ sound_volume: 60 });
  await vi.waitFor(() => expect(puts).toHaveLength(1));
  const taken = preferences.choose({ quiet_on_break: false });
  expect(preferences.snapshot()).toMatchObject({ sound_volume: 60, quiet_on_break: false });
  await answer();
  await expect(refused).rejects.toThrow();
  expect(preferences.snapshot()).toMatchObject({ sound_volume: 70, quiet_on_break: false });
  await answer();
  await taken;
  expect(own.preferences).toMatchObject({ sound_volume: 70, quiet_on_break: false });
});

it("a choice made while another device's are fetched goes out with the version that stands", async () => {
  own.preferences = { ...own.preferences, sound_volume: 10, version: 7 };
  const pulled = preferences.pull();
  const chosen = preferences.choose({ quiet_on_break: false });
  await answer();
  await Promise.all([pulled, chosen]);
  expect(puts).toHaveLength(1);
  expect(preferences.snapshot()).toMatchObject({ sound_volume: 10, quiet_on_break: false, version: 8 });
});
