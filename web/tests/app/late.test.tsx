import { Modal, MantineProvider } from "@mantine/core";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, it } from "vitest";
import { theme } from "@/app/theme";
import { late } from "@/ui/late";
import { fakeLayout } from "../fakes/layout";

afterEach(cleanup);

let loads = 0;

const Question = late(async () => {
  loads += 1;
  return function Question({ opened, onClose }: { opened: boolean; onClose: () => void }) {
    return <Modal opened={opened} onClose={onClose} title="question" withCloseButton={false} />;
  };
});

function Page() {
  const [opened, setOpened] = useState(false);
  return (
    <MantineProvider theme={theme} withCssVariables={false} withGlobalClasses={false}>
      <button onClick={() => setOpened(true)}>ask</button>
      <Question opened={opened} onClose={() => setOpened(false)} />
    </MantineProvider>
  );
}

it("a late dialog is loaded when it is first opened, and gives the focus back each time", async () => {
  const user = userEvent.setup();
  fakeLayout();
  render(<Page />);
  const button = screen.getByRole("button", { name: "ask" });
  expect(loads).toBe(0);
  for (let time = 1; time <= 2; time += 1) {
    await user.click(button);
    const dialog = await screen.findByRole("dialog", { name: "question" });
    await waitFor(() => expect(dialog).toContainElement(document.activeElement as HTMLElement));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await waitFor(() => expect(button).toHaveFocus());
  }
  expect(loads).toBe(1);
});
