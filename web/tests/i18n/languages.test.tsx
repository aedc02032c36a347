/** Every language says all that Spanish says, with the same variables and marks, and says it itself. */
import { readFileSync } from "node:fs";
import { render, screen } from "@testing-library/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { afterEach, describe, expect, it } from "vitest";
import { speak, t } from "@/i18n";
import en from "@/i18n/en.json";
import es from "@/i18n/es.json";
import {
  amount,
  comingMoment,
  daySeparator,
  duration,
  fileSize,
  listed,
  listTime,
  minuteWords,
  shortNumber,
  wholeNumber,
} from "@/i18n/format";
import { capitalised, languageOf } from "@/i18n/languages";
import pt from "@/i18n/pt.json";
import { sameWords } from "./same-words";

type Words = { [name: string]: string | Words };

function textsOf(words: Words, path = ""): [key: string, text: string][] {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === "string" ? [[path + name, value]] : textsOf(value, `${path}${name}.`),
  );
}

/** Plural forms by what they are forms of; each language has those of its own grammar. */
const formsOf = { es: ["one", "other"], en: ["one", "other"], pt: ["one", "other"] };

function base(key: string): string {
  return key.replace(/_(zero|one|two|few|many|other)$/, "");
}

/** What a text holds besides words: variables and marks, each as often as it stands there. */
function held(text: string): string[] {
  return (text.match(/\{\{.*?\}\}|<\/?\w+>/g) ?? []).sort();
}

const spanish = new Map(textsOf(es));

describe.each([
  ["en", en],
  ["pt", pt],
] as const)("%s", (language, words) => {
  const texts = new Map(textsOf(words));

  it("has the keys of Spanish and no other", () => {
    const plural = (key: string) =>
      key !== base(key) && spanish.has(`${base(key)}_one`) && spanish.has(`${base(key)}_other`);
    const lacking = [...spanish.keys()].filter((key) => !plural(key) && !texts.has(key));
    const forms = [...spanish.keys()]
      .filter(plural)
      .flatMap((key) => formsOf[language].map((form) => `${base(key)}_${form}`));
    const strange = [...texts.keys()].filter((key) =>
      plural(key) ? !forms.includes(key) : !spanish.has(key),
    );
    expect([...lacking, ...forms.filter((key) => !texts.has(key)), ...strange]).toEqual([]);
  });

  it("keeps every variable and mark", () => {
    const lost = [...texts].filter(([key, text]) => {
      const source = spanish.get(key) ?? spanish.get(`${base(key)}_other`) ?? "";
      return held(text).join() !== held(source).join();
    });
    expect(lost).toEqual([]);
  });

  it("is translated, but for words that are the same in both languages", () => {
    const same = [...texts].filter(([key, text]) => text === spanish.get(key)).map(([, text]) => text);
    expect(
      [...new Set(same)].filter(
        (text) => /\p{L}/u.test(wordsOf(text)) && !sameWords[language].has(wordsOf(text)),
      ),
    ).toEqual([]);
  });

  it("leaves no text empty and no stray space", () => {
    expect([...texts].filter(([, text]) => text.trim() !== text || !text || / {2}/.test(text))).toEqual([]);
  });
});

/** A text without its variables, the product's name and what is no letter around them. */
function wordsOf(text: string): string {
  return text
    .replace(/\{\{.*?\}\}/g, "")
    .replace(/ · Hilo$/, "")
    .replace(/^[^\p{L}\d]+|[^\p{L}\d]+$/gu, "");
}

describe("the language that is spoken", () => {
  afterEach(() => speak("es"));

  const now = new Date(2026, 10, 20, 15, 0).getTime();
  const ago = (days: number) => new Date(2026, 10, 20 - days, 9, 5).toISOString();

  it.each([
    [
      "es",
      "2\u00a0h 14\u00a0min",
      "3\u00a0días",
      "mar",
      "8 nov",
      "Hoy, viernes 20 de noviembre",
      "1,2\u00a0mil",
      "9.800,50 USD",
    ],
    [
      "en",
      "2\u00a0hr 14\u00a0min",
      "3\u00a0days",
      "Tue",
      "8 Nov",
      "Today, Friday 20 November",
      "1.2k",
      "9,800.50 USD",
    ],
    [
      "pt",
      "2\u00a0h 14\u00a0min",
      "3\u00a0dias",
      "ter",
      "8 de nov",
      "Hoje, sexta-feira 20 de novembro",
      "1,2\u00a0mil",
      "9.800,50 USD",
    ],
  ] as const)(
    "%s writes lengths, dates and numbers its own way",
    async (language, hours, days, weekday, date, today, short, money) => {
      await speak(language);
      expect(duration(134 * 60_000)).toBe(hours);
      expect(duration(3 * 86_400_000)).toBe(days);
      expect(listTime(ago(3), now)).toBe(weekday);
      expect(listTime(ago(12), now)).toBe(date);
      expect(daySeparator(ago(0), now)).toBe(today);
      expect(shortNumber(1231)).toBe(short);
      expect(amount(9800.5, "USD")).toBe(money);
    },
  );

  it("counts as its grammar does", async () => {
    await speak("en");
    expect([t("inbox.unread", { count: 1 }), t("order.title", { count: 2 })]).toEqual([
      "1 unread",
      "Order of 2 products",
    ]);
    expect(listed(["a", "b", "c"])).toBe("a, b and c");
    await speak("pt");
    expect([t("inbox.incoming", { count: 0 }), t("inbox.incoming", { count: 2 })]).toEqual([
      "0 conversa nova",
      "2 conversas novas",
    ]);
    expect([minuteWords(5), wholeNumber(4096), fileSize(2_400_000)]).toEqual([
      "5\u00a0min",
      "4.096",
      "2,3 MB",
    ]);
    expect(comingMoment(now + 86_400_000, now)).toBe("amanhã 15:00");
    expect(capitalised("ícone")).toBe("Ícone");
  });

  it("is told to the browser", async () => {
    await speak("pt");
    expect(document.documentElement.lang).toBe("pt-BR");
    await speak("es");
    expect(document.documentElement.lang).toBe("es");
  });

  it("is the last one asked for, whatever comes late", async () => {
    await Promise.all([speak("en"), speak("pt"), speak("es")]);
    expect(document.documentElement.lang).toBe("es");
    expect(t("action.close")).toBe("Cerrar");
  });

  it("changes under what is being typed", async () => {
    function Form() {
      const { t } = useTranslation();
      const [text, setText] = useState("Su saldo es");
      return (
        <input
          aria-label={t("composer.message")}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      );
    }
    render(<Form />);
    const field = screen.getByRole("textbox", { name: "Mensaje" });
    field.focus();
    await speak("en");
    expect(await screen.findByRole("textbox", { name: "Message" })).toBe(field);
    expect(field).toHaveValue("Su saldo es");
    expect(field).toHaveFocus();
  });

  it.each([
    ["auto", ["pt-PT", "en"], "pt"],
    ["auto", ["fr-FR", "en-US"], "en"],
    ["auto", ["fr"], "es"],
    ["auto", [], "es"],
    ["en", ["es"], "en"],
  ] as const)("is, for the choice %s and the browser's %j, %s", (choice, browser, language) => {
    expect(languageOf(choice, browser)).toBe(language);
  });
});

describe("a key without words", () => {
  it("is reported as an error", () => {
    const reported: unknown[] = [];
    const report = globalThis.reportError;
    globalThis.reportError = (error) => void reported.push(error);
    try {
      t("app.nobody_says_this" as "app.name");
    } finally {
      globalThis.reportError = report;
    }
    expect(reported).toEqual([new Error("No words for app.nobody_says_this")]);
  });
});

describe("the files of words", () => {
  it.each(["es", "en", "pt"])("%s.json names no key twice", (language) => {
    const text = readFileSync(`src/i18n/${language}.json`, "utf8");
    expect(`${JSON.stringify(JSON.parse(text), null, 2)}\n`).toBe(text);
  });
});
