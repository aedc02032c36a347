/** One form of a step on the account page: busy while it is sent, and what it was refused with. */
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { wordsOf } from "../api/account";

export function useStep(act: (form: FormData) => Promise<void>) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setBusy(true);
    setRefused(null);
    act(new FormData(event.currentTarget))
      .catch((error: unknown) => setRefused(wordsOf(error, t)))
      .finally(() => setBusy(false));
  }
  return { busy, refused, submit };
}
