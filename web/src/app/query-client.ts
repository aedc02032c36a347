/** Server state: kept fresh by the socket, so nothing is refetched merely because a window gained focus. */
import { QueryClient } from "@tanstack/react-query";
import { isTransient } from "@/api/errors";
import { forgetFolds } from "@/features/chat/api/folds";
import { keepThreads } from "@/features/chat/api/keptThreads";
import { forgetPlaces } from "@/features/chat/api/places";
import { desk } from "@/realtime/desk-store";
import { house } from "@/realtime/house";
import { attachments } from "@/state/attachments";
import { draftSync } from "@/state/draft-sync";
import { drafts } from "@/state/drafts";
import { heard } from "@/state/heard";
import { houseOutbox } from "@/state/house-outbox";
import { noteDrafts } from "@/state/note-drafts";
import { outbox } from "@/state/outbox";
import { preferences } from "@/state/preferences";
import { recordings } from "@/state/recordings";
import { toast } from "@/state/toast";

const tries = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: "always",
      retry: (count, error) => count < tries && isTransient(error),
    },
    mutations: { networkMode: "always", retry: false },
  },
});

keepThreads(queryClient);

/** Nothing of one person's session may be seen in the next. Drafts and unsent messages stay stored under their owner. */
export function forgetEverything(): void {
  queryClient.clear();
  desk.reset();
  house.reset();
  forgetPlaces();
  forgetFolds();
  drafts.ownedBy("");
  draftSync.ownedBy("");
  recordings.ownedBy("");
  attachments.ownedBy("");
  outbox.ownedBy("");
  noteDrafts.ownedBy("");
  houseOutbox.ownedBy("");
  heard.ownedBy("");
  preferences.ownedBy("");
  toast.forget();
}
