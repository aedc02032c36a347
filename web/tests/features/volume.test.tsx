import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { Volume } from "@/features/alerts/components/Volume";
import "@/i18n";

afterEach(cleanup);

function open() {
  const chosen: number[] = [];
  render(<Volume kept={70} onChosen={(value) => chosen.push(value)} />);
  const slider = screen.getByRole("slider", { name: "Volumen" });
  const move = (...values: number[]) => {
    for (const value of values) fireEvent.change(slider, { target: { value: String(value) } });
  };
  return { chosen, slider, move };
}

it("the volume is chosen once, when the slider is let go", () => {
  const { chosen, slider, move } = open();
  move(65, 60, 55);
  expect(slider).toHaveValue("55");
  expect(chosen).toEqual([]);
  fireEvent.pointerUp(slider);
  fireEvent.blur(slider);
  expect(chosen).toEqual([55]);
});

it("the volume is chosen once the slider rests", async () => {
  const { chosen, move } = open();
  move(75, 80);
  await waitFor(() => expect(chosen).toEqual([80]));
});
