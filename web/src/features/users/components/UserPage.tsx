/** One person, or a new one: who they are, what they do here, and their account. */
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { useMay } from "@/api/directory";
import type { User } from "@/api/types";
import { PageHead } from "@/settings/PageHead";
import { AfterDelay, Bone, Empty } from "@/ui/Feedback";
import page from "@/ui/Page.module.css";
import { useUser } from "../api/users";
import { Account } from "./Account";
import { UserFacts } from "./UserFacts";
import { UserForm } from "./UserForm";

export function UserPage({ id }: { id: string | null }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const mayKeep = useMay("users.manage");
  const query = useUser(id);
  const user = query.data ?? null;
  const title = id === null ? t("users.new") : (user?.name ?? t("users.person"));
  return (
    <main className={page.page}>
      <title>{t("users.page_title_of", { name: title })}</title>
      <PageHead back="/settings/users" backName={t("users.back")} title={title}>
        {user ? <small>{t(`users.state_${user.state}`)}</small> : null}
      </PageHead>
      {id === null ? (
        <UserForm user={null} onMade={(made) => navigate(`/settings/users/${made.id}`)} />
      ) : user ? (
        <Person user={user} mayKeep={mayKeep} />
      ) : (
        <div className={page.body}>
          {query.isPending ? (
            <AfterDelay>
              <Bone width="100%" height={160} />
            </AfterDelay>
          ) : (
            <Empty title={t("users.gone")} action={<Link href="/settings/users">{t("users.back")}</Link>} />
          )}
        </div>
      )}
    </main>
  );
}

function Person({ user, mayKeep }: { user: User; mayKeep: boolean }) {
  if (!mayKeep) return <UserFacts user={user} />;
  return (
    <>
      <Account user={user} />
      <UserForm user={user} onMade={() => undefined} />
    </>
  );
}
