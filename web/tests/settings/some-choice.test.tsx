import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { useState } from "react";
import { afterEach, expect, it } from "vitest";
import { SomeChoice } from "@/settings/SomeChoice";

type Value = "none" | string[] | null;

function Held({ start }: { start: Value }) {
  const [value, setValue] = useState(start);
  return (
    <SomeChoice
      legend="Obligatoria"
      first={{ words: "No", chosen: value === "none", onChoose: () => setValue("none") }}
      all="En todas"
      some="En estas"
      options={[
        { id: "cobranzas", name: "Cobranzas" },
        { id: "general", name: "General" },
      ]}
      value={value === "none" ? null : value}
      help="Nadie resuelve sin elegir."
      onChange={setValue}
    />
  );
}

/** What needs a page or its colours. */
const unseen = { region: { enabled: false }, "color-contrast": { enabled: false } };

const chosen = () => [
  ...screen.getAllByRole("radio", { checked: true }).map((one) => one.closest("label")?.textContent),
  ...screen.queryAllByRole("checkbox", { checked: true }).map((one) => one.closest("label")?.textContent),
];

afterEach(cleanup);

it("has one chosen of what stands first, all and some", async () => {
  const user = userEvent.setup();
  render(<Held start="none" />);
  expect(chosen()).toEqual(["No"]);
  await user.click(screen.getByRole("radio", { name: "En todas" }));
  expect(chosen()).toEqual(["En todas"]);
  await user.click(screen.getByRole("radio", { name: "En estas" }));
  await user.click(screen.getByRole("checkbox", { name: "General" }));
  await user.click(screen.getByRole("checkbox", { name: "Cobranzas" }));
  expect(chosen()).toEqual(["En estas", "Cobranzas", "General"]);
  expect((await axe.run(screen.getByRole("group"), { rules: unseen })).violations).toEqual([]);
  await user.click(screen.getByRole("radio", { name: "No" }));
  expect(chosen()).toEqual(["No"]);
  expect(screen.queryByRole("checkbox")).not.toBeInTheDocument();
});
