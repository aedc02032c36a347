/** The whole desk against the fake API, at an address of its own. */
import { cleanup, render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "@/app/App";
import { forgetEverything } from "@/app/query-client";
import "@/i18n";
import type { Conversation } from "@/api/types";
import { FakeApi } from "./api";
import { aConversation, aMessage } from "./entities";
import { fakeLayout } from "./layout";

export function openDesk(api: FakeApi, address: string) {
  fakeLayout();
  api.server.listen({ onUnhandledRequest: "error" });
  window.history.replaceState(null, "", address);
  const view = render(<App />);
  return { ...view, user: userEvent.setup() };
}

export function closeDesk(api: FakeApi): void {
  cleanup();
  forgetEverything();
  api.server.close();
}

export function aDesk(): { api: FakeApi; conversation: Conversation } {
  const api = new FakeApi();
  const conversation = aConversation();
  api.hold(conversation, [aMessage()]);
  return { api, conversation };
}
