import { cleanup, render, screen, within } from "@testing-library/react";
import { existsSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import "@/i18n";
import { HelpPage } from "@/features/help/components/HelpPage";
import {
  headingId,
  headingsOf,
  linkAddress,
  manualNames,
  manualText,
  pictureAddress,
} from "@/features/help/manual";
import { fakeLayout } from "../fakes/layout";

const LINK = /(?<!!)\[[^\]]+\]\(([^)]+)\)/g;
const PICTURE = /!\[[^\]]+\]\(([^)]+)\)/g;

function named(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].map(([, target = ""]) => target);
}

it.each([
  ["Lo que envía el cliente", "lo-que-envía-el-cliente"],
  ["La ventana de 24 horas", "la-ventana-de-24-horas"],
  ["J, K: ¿qué hacen?", "j-k-qué-hacen"],
])("the heading %s is named %s", (title, id) => expect(headingId(title)).toBe(id));

it.each([
  ["#colas", "#colas"],
  ["agente.md", "/help"],
  ["agente.md#notas-internas", "/help#notas-internas"],
  ["supervision.md", "/help/supervision"],
  ["../runbooks/auditoria.md", undefined],
])("the link %s leads to %s", (target, address) => expect(linkAddress(target)).toBe(address));

describe.each(manualNames)("the manual for %s", (name) => {
  afterEach(cleanup);
  const text = manualText(name);

  it("is shown whole, with contents that lead into it", () => {
    fakeLayout();
    render(<HelpPage name={name} />);
    const links = within(screen.getByRole("navigation", { name: "Contenido" })).getAllByRole("link");
    expect(links.map((link) => link.textContent)).toEqual(headingsOf(text).map(({ title }) => title));
    for (const link of links) {
      const id = decodeURIComponent(link.getAttribute("href")?.slice(1) ?? "");
      expect(document.getElementById(id)).toHaveTextContent(link.textContent);
    }
  });

  it("leads to no place that is missing", () => {
    const known = manualNames.flatMap((one) => headingsOf(manualText(one))).map(({ id }) => id);
    const places = named(LINK, text).flatMap((target) => target.split("#").slice(1));
    expect(places.filter((id) => !known.includes(id))).toEqual([]);
    const files = named(LINK, text).map((target) => target.split("#")[0] ?? "");
    expect(files.filter((file) => file && !existsSync(`../docs/manuals/${file}`))).toEqual([]);
  });

  it("has every picture it names", () => {
    const missing = (path: string) => !pictureAddress(path) || !existsSync(`../docs/manuals/${path}`);
    expect(named(PICTURE, text).filter(missing)).toEqual([]);
  });
});
