/** What the customer ordered: how many of what, at which price, and the sum where it can be told. */
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { amount } from "@/i18n/format";
import { IconShoppingBag } from "@/ui/icons";
import styles from "./Content.module.css";

type Order = NonNullable<Message["order"]>;
type Line = Order["lines"][number];

export function OrderBody({ order }: { order: Order }) {
  const { t } = useTranslation();
  const sum = sumOf(order.lines);
  const keyed = order.lines.map((line, at) => ({ line, at }));
  return (
    <div className={styles.content}>
      <span className={styles.lead}>
        <IconShoppingBag size={14} stroke={2} aria-hidden="true" />
        {t("order.title", { count: order.lines.length })}
      </span>
      <ul className={styles.lines}>
        {keyed.map(({ line, at }) => (
          <li key={at}>
            <span className={styles.quantity}>{line.quantity} ×</span>
            <span className={styles.product}>{line.product_id || t("order.product")}</span>
            {line.price === null ? null : (
              <span className={styles.price}>{amount(line.price, line.currency)}</span>
            )}
          </li>
        ))}
        {sum === null ? null : (
          <li className={styles.sum}>
            <span className={styles.product}>{t("order.sum")}</span>
            <span className={styles.price}>{amount(sum.value, sum.currency)}</span>
          </li>
        )}
      </ul>
    </div>
  );
}

/** Only where every line has a price, and all in one currency. */
function sumOf(lines: readonly Line[]): { value: number; currency: string | null } | null {
  const currency = lines[0]?.currency ?? null;
  let value = 0;
  for (const line of lines) {
    if (line.price === null || line.currency !== currency) return null;
    value += line.price * line.quantity;
  }
  return lines.length > 0 ? { value, currency } : null;
}
