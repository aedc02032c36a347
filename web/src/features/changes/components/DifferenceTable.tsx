/** What a change changes, attribute by attribute: before, after, and what stands now where that is neither. */
import { useTranslation } from "react-i18next";
import type { Change, Difference } from "@/api/types";
import { same } from "@/settings/draft";
import { useSettingWords } from "@/settings/words";
import styles from "./Changes.module.css";

export function DifferenceTable({ change }: { change: Change }) {
  const { t } = useTranslation();
  const words = useSettingWords();
  const { differences, is_outdated } = change;
  if (differences.length === 0) return <p className="t-meta">{t("changes.nothing_shown")}</p>;
  const several = new Set(differences.map(({ kind, id }) => `${kind} ${id}`)).size > 1;
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling part has to be reachable by keyboard
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={t("changes.what")}>
      <table className={styles.differences}>
        <thead>
          <tr>
            <th scope="col">{t("changes.field")}</th>
            <th scope="col">{t("changes.before")}</th>
            <th scope="col">{t("changes.after")}</th>
            {is_outdated ? <th scope="col">{t("changes.now")}</th> : null}
          </tr>
        </thead>
        <tbody>
          {differences.map((one) => (
            <tr key={`${one.kind} ${one.id} ${one.field}`}>
              <th scope="row">
                {words.field(one.field)}
                {several ? <small>{one.person?.name ?? one.entity ?? one.id}</small> : null}
              </th>
              {one.is_secret ? (
                <td colSpan={is_outdated ? 3 : 2}>{t("changes.secret")}</td>
              ) : (
                <>
                  <Value of={one} said={one.before} other={one.after} mark="removed" />
                  <Value of={one} said={one.after} other={one.before} mark="added" />
                  {is_outdated ? <Value of={one} said={one.now} other={one.now} mark="added" /> : null}
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ValueProps {
  of: Difference;
  said: unknown;
  other: unknown;
  mark: "added" | "removed";
}

/** Of a list only what is not on the other side is marked; readers of the screen have the columns. */
function Value({ of, said, other, mark }: ValueProps) {
  const words = useSettingWords();
  const others = Array.isArray(other) ? words.value(of.field, other) : [];
  const changed = !same(said, other);
  return (
    <td>
      {words.value(of.field, said).map((line) => (
        <span key={line} className={changed && !others.includes(line) ? styles[mark] : styles.same}>
          {line}
        </span>
      ))}
    </td>
  );
}
