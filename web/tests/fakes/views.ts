/** The saved views of the fake API, with their version. */
import { HttpResponse } from "msw";
import type { SavedViews } from "@/api/types";
import { problem } from "./answers";

export class FakeViews {
  saved: SavedViews = { items: [], version: 0 };

  async answer(request: Request) {
    if (request.method === "GET") return HttpResponse.json(this.saved);
    if (request.headers.get("If-Match") !== `"${this.saved.version}"`)
      return problem(412, "version_conflict");
    const { items } = (await request.json()) as SavedViews;
    const named = items.map((item, index) => ({ ...item, id: item.id ?? `v${this.saved.version}${index}` }));
    this.saved = { items: named, version: this.saved.version + 1 };
    return HttpResponse.json(this.saved);
  }
}
