import { screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { FakeApi } from "../fakes/api";
import { aDesk, closeDesk, openDesk } from "../fakes/desk";

let api: FakeApi;

beforeEach(() => {
  localStorage.clear();
  ({ api } = aDesk());
});
afterEach(() => closeDesk(api));

it("shows the colours that are chosen, and keeps the choice", async () => {
  const { user } = openDesk(api, "/conversations");
  await user.click(await screen.findByRole("button", { name: /^Su cuenta/ }));
  await user.click(await screen.findByRole("menuitemradio", { name: "Oscuro" }));
  expect(document.documentElement).toHaveAttribute("data-mantine-color-scheme", "dark");
  expect(localStorage.getItem("hilo.color-scheme")).toBe("dark");
});
