import { afterEach, beforeEach, expect, it } from "vitest";
import { crier, type Listener } from "@/features/alerts/api/crier";
import { tiding } from "@/features/alerts/api/tidings";
import { preferences } from "@/state/preferences";
import { toast } from "@/state/toast";
import { aRule } from "../fakes/alerts";

const shown: string[] = [];
let leave: () => void;

beforeEach(() => {
  localStorage.clear();
  shown.length = 0;
  leave = toast.subscribe(() => {
    const notice = toast.snapshot();
    if (notice) shown.push(notice.text);
  });
});
afterEach(() => {
  leave();
  toast.forget();
});

function listener(owner: string): Listener {
  return {
    owner,
    rule: aRule(),
    preferences: preferences.snapshot(),
    resting: false,
    place: "/conversations",
    openLabel: "Abrir",
    go: () => undefined,
  };
}

it("what stands unread is shown once, however often and in whatever words it comes by", async () => {
  await crier.tell(tiding("trouble A1", "system", "Algo falla"), listener("ana"));
  await crier.tell(tiding("trouble A1", "system", "Algo falla"), listener("ana"));
  await crier.tell(tiding("trouble A1", "system", "Something is wrong"), listener("ana"));
  await crier.tell(tiding("trouble A2", "connection", "Otra cosa"), listener("ana"));
  expect(shown).toEqual(["Algo falla", "Otra cosa"]);
});

it("what one person was told is news to the next at the same tab", async () => {
  await crier.tell(tiding("trouble A3", "system", "Algo falla"), listener("ana"));
  await crier.tell(tiding("trouble A3", "system", "Algo falla"), listener("bruno"));
  expect(shown).toEqual(["Algo falla", "Algo falla"]);
});

it("what is told leaves the undo of the present notice alone", async () => {
  toast.show("Resuelta", () => undefined);
  await crier.tell(tiding("trouble A4", "system", "Algo falla"), listener("ana"));
  expect(shown).toEqual(["Resuelta"]);
  toast.undo();
  expect(shown).toEqual(["Resuelta", "Algo falla"]);
});
