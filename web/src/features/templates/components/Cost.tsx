/** What sending one costs: Meta charges by message and category, and nothing for utility in an open window. */
import { useTranslation } from "react-i18next";
import type { Template } from "@/api/types";

export function Cost({ template, windowOpen }: { template: Template; windowOpen: boolean }) {
  const { t } = useTranslation();
  const category = useCategoryName()(template.category);
  if (windowOpen && template.category === "UTILITY") return t("templates.cost_free", { category });
  if (template.price) return t("templates.cost_price", { category, price: template.price });
  return t("templates.cost_tariff", { category });
}

const known = ["utility", "marketing", "authentication"] as const;

export function useCategoryName(): (category: string) => string {
  const { t } = useTranslation();
  return (category) => {
    const found = known.find((one) => one === category.toLowerCase());
    return found ? t(`templates.category_name.${found}`) : category;
  };
}
