/** Somebody's way in: their invitation, leaving and coming back, customers or not, and their picture. */
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import type { User } from "@/api/types";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { invitationLink, refusalOf, useKeepingUsers } from "../api/users";
import { Face } from "./Face";
import { heldNotice } from "@/settings/held";
import { LeavingDialog } from "./LeavingDialog";
import styles from "./Users.module.css";

export function Account({ user }: { user: User }) {
  const { t } = useTranslation();
  const keeping = useKeepingUsers();
  const me = useSignedIn();
  const [busy, setBusy] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const [leaving, setLeaving] = useState<"deactivate" | "out" | null>(null);

  async function run(action: () => Promise<string>, undo: (() => void) | null = null): Promise<boolean> {
    setBusy(true);
    try {
      toast.show(await action(), undo);
      return true;
    } catch (error) {
      if (heldNotice(error, t)) return true;
      toast.show(refusalOf(error, t));
      return false;
    } finally {
      setBusy(false);
    }
  }

  const invite = () =>
    run(async () => {
      const { token } = await keeping.invite(user.id);
      setLink(token === null ? null : invitationLink(token));
      return token === null ? t("users.invited_by_mail", user) : t("users.invited_by_link", user);
    });
  const revoke = () =>
    run(async () => {
      await keeping.revoke(user.id);
      setLink(null);
      return t("users.revoked", user);
    });
  const reactivate = () => run(async () => t("users.reactivated", await keeping.reactivate(user.id)));
  const deactivate = () =>
    run(
      async () => t("users.deactivated", await keeping.deactivate(user.id)),
      () => void reactivate(),
    );
  const takeOut = () =>
    run(async () => {
      const body = { serves_customers: false, return_conversations: true };
      return t("users.taken_out", await keeping.edit(user.id, body, user.version));
    });

  return (
    <section className={styles.account} aria-label={t("users.account")}>
      <div className={styles.row}>
        <Picture user={user} busy={busy} onChoose={(file) => void run(() => show(file))} />
        {user.state === "invited" ? (
          <>
            <Button busy={busy} look="primary" onClick={() => void invite()}>
              {t("users.invite")}
            </Button>
            <Button busy={busy} onClick={() => void revoke()}>
              {t("users.revoke")}
            </Button>
          </>
        ) : null}
        {user.is_active && user.serves_customers ? (
          <Button busy={busy} onClick={() => setLeaving("out")}>
            {t("users.take_out")}
          </Button>
        ) : null}
        {user.id === me.id ? null : user.is_active ? (
          <Button busy={busy} onClick={() => setLeaving("deactivate")}>
            {t("users.deactivate")}
          </Button>
        ) : (
          <Button busy={busy} look="primary" onClick={() => void reactivate()}>
            {t("users.reactivate")}
          </Button>
        )}
      </div>
      {link ? (
        <div>
          <p className={styles.note}>{t("users.link_help")}</p>
          <code className={styles.link}>{link}</code>
        </div>
      ) : null}
      {leaving ? (
        <LeavingDialog
          user={user}
          kind={leaving}
          onConfirm={() => void (leaving === "out" ? takeOut() : deactivate())}
          onClose={() => setLeaving(null)}
        />
      ) : null}
    </section>
  );

  async function show(file: File | null): Promise<string> {
    await keeping.show(user, file);
    return t(file ? "users.picture_saved" : "users.picture_removed");
  }
}

interface PictureProps {
  user: User;
  busy: boolean;
  onChoose: (file: File | null) => void;
}

function Picture({ user, busy, onChoose }: PictureProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Face user={user} large />
      <input
        ref={input}
        type="file"
        hidden
        accept="image/jpeg,image/png,image/webp"
        aria-label={t("users.picture")}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) onChoose(file);
          event.target.value = "";
        }}
      />
      <Button look="quiet" busy={busy} onClick={() => input.current?.click()}>
        {t("users.picture_choose")}
      </Button>
      {user.picture_url ? (
        <Button look="quiet" busy={busy} onClick={() => onChoose(null)}>
          {t("users.picture_remove")}
        </Button>
      ) : null}
    </>
  );
}
