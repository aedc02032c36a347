import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type ReactNode, useState } from "react";
import { afterEach, expect, it } from "vitest";
import { useKeptFocus } from "@/app/useKeptFocus";

afterEach(cleanup);

/** The side line stands before the thread, as it does in an open chat. */
function Desk({ children }: { children: ReactNode }) {
  useKeptFocus();
  return (
    <>
      <main>
        <div role="log" aria-label="whispers" tabIndex={-1} />
        <div role="log" aria-label="thread" data-thread tabIndex={-1} />
        <section>
          <Passing name="behind" />
        </section>
      </main>
      {children}
    </>
  );
}

/** A button that goes with what it did. */
function Passing({ name }: { name: string }) {
  const [done, setDone] = useState(false);
  return done ? null : <button onClick={() => setDone(true)}>{name}</button>;
}

async function press(name: string) {
  await userEvent.setup().click(screen.getByRole("button", { name }));
  await waitFor(() => expect(document.body).not.toHaveFocus());
}

it("the focus of a button that is gone falls into the thread, and not into the side line", async () => {
  render(<Desk>{null}</Desk>);
  await press("behind");
  expect(screen.getByRole("log", { name: "thread" })).toHaveFocus();
});

it("the focus of a button that is gone stays in the topmost dialog that is open", async () => {
  render(
    <Desk>
      <div role="dialog" aria-modal="true" aria-label="below" tabIndex={-1} />
      <div role="dialog" aria-modal="true" aria-label="above" tabIndex={-1}>
        <Passing name="mark as read" />
      </div>
    </Desk>,
  );
  await press("mark as read");
  expect(screen.getByRole("dialog", { name: "above" })).toHaveFocus();
});
