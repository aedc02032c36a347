import { cleanup, render, screen, within } from "@testing-library/react";
import { existsSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import "@/i18n";
import { HelpPage } from "@/features/help/components/HelpPage";
import { headingId, headingsOf, manual, pictureAddress } from "@/features/help/manual";
import { fakeLayout } from "../fakes/layout";

describe("the manual", () => {
  afterEach(cleanup);

  it.each([
    ["Lo que envía el cliente", "lo-que-envía-el-cliente"],
    ["La ventana de 24 horas", "la-ventana-de-24-horas"],
    ["J, K: ¿qué hacen?", "j-k-qué-hacen"],
  ])("names the heading %s as %s", (title, id) => expect(headingId(title)).toBe(id));

  it("is shown whole, with contents that lead into it", () => {
    fakeLayout();
    render(<HelpPage />);
    const links = within(screen.getByRole("navigation", { name: "Contenido" })).getAllByRole("link");
    expect(links.map((link) => link.textContent)).toEqual(headingsOf(manual).map(({ title }) => title));
    for (const link of links) {
      const id = decodeURIComponent(link.getAttribute("href")?.slice(1) ?? "");
      expect(document.getElementById(id)).toHaveTextContent(link.textContent);
    }
  });

  it("leads to no place that is missing", () => {
    const places = [...manual.matchAll(/\]\(#([^)]+)\)/g)].map(([, id]) => id);
    const known = headingsOf(manual).map(({ id }) => id);
    expect(places.filter((id) => !known.includes(id ?? ""))).toEqual([]);
  });

  it("has every picture it names", () => {
    const named = [...manual.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, path = ""]) => path);
    expect(named.filter((path) => !pictureAddress(path) || !existsSync(`../docs/manuals/${path}`))).toEqual(
      [],
    );
  });
});
