/** Lint: types, hooks, accessibility, and the zones of the layout: features never import each other, shared code knows no feature. */
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

function forbid(group, message) {
  return { "no-restricted-imports": ["error", { patterns: [{ group, message }] }] };
}

// The policy of the pages refuses style elements (ADR 0013); these are all ways to one.
const styleElements = [
  {
    selector:
      "ImportDeclaration[source.value='@mantine/core'] > ImportSpecifier[imported.name=/^(AppShell|Grid|SimpleGrid|InlineStyles|RemoveScroll)$/]",
    message: "It puts a style element into the page: lay out with a style sheet.",
  },
  {
    selector:
      "JSXAttribute > JSXExpressionContainer > ObjectExpression > Property[key.name=/^(base|xs|sm|md|lg|xl)$/]",
    message: "A prop by width puts a style element into the page: use a media query.",
  },
  {
    selector: "JSXAttribute[name.name='lockScroll']",
    message: "The theme keeps scroll unlocked: locking it puts a style element into the page.",
  },
  {
    selector:
      "JSXOpeningElement[name.name='style'], CallExpression[callee.property.name='createElement'] > Literal[value='style']",
    message: "The policy refuses style elements: write a style sheet.",
  },
  {
    selector: "CallExpression[callee.name='useMantineColorScheme'][arguments.length=0]",
    message: "Pass keepTransitions: holding them back puts a style element into the page.",
  },
];

// Words stand in i18n/*.json, and dates, numbers and the alphabet follow the language that is spoken.
const words = [
  {
    selector: "JSXText[value=/\\p{L}{2,}/u]",
    message: "Words belong into i18n/es.json, where they are translated.",
  },
  {
    selector:
      "JSXAttribute[name.name=/^(aria-label|aria-description|aria-roledescription|title|label|placeholder|alt|help)$/] > Literal[value=/\\p{L}/u]",
    message: "Words belong into i18n/es.json, where they are translated.",
  },
  {
    selector: "Literal[value=/[áéíóúñ¿¡]/iu], TemplateElement[value.raw=/[áéíóúñ¿¡]/iu]",
    message: "Spanish words belong into i18n/es.json, where they are translated.",
  },
  {
    selector:
      "NewExpression[callee.object.name='Intl'] > Literal, NewExpression[callee.object.name='Intl'] > ArrayExpression > Literal, CallExpression[callee.property.name=/^(localeCompare|toLocale)/] > Literal[value=/^[a-z]{2}(-[A-Z]{2})?$/]",
    message: "The locale is the one that is spoken: see i18n/languages.ts.",
  },
];

export default tseslint.config(
  { ignores: ["dist/", "src/api/schema.d.ts"] },
  ...tseslint.configs.strict,
  {
    files: ["**/*.{ts,tsx}"],
    plugins: { "react-hooks": reactHooks },
    extends: [jsxA11y.flatConfigs.recommended],
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "no-console": "error",
      eqeqeq: ["error", "always"],
      complexity: ["error", 20],
      "max-lines": ["error", 250],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/no-empty-function": "off",
      "@typescript-eslint/no-invalid-void-type": "off",
      "jsx-a11y/no-autofocus": "off",
    },
  },
  { files: ["src/**"], rules: { "no-restricted-syntax": ["error", ...styleElements] } },
  {
    files: ["src/**"],
    // The phone simulator plays customers on a developer's machine; it speaks Spanish alone.
    ignores: ["src/phone/**", "src/i18n/languages.ts"],
    rules: { "no-restricted-syntax": ["error", ...styleElements, ...words] },
  },
  { files: ["src/**"], rules: forbid(["../../**"], "Import from another area through its alias @/.") },
  {
    files: ["src/features/**"],
    rules: forbid(
      ["@/features/**", "@/app/**", "@/phone/**", "../../**"],
      "Features never import each other; src/app composes them.",
    ),
  },
  {
    files: [
      "src/ui/**",
      "src/settings/**",
      "src/api/**",
      "src/realtime/**",
      "src/i18n/**",
      "src/state/**",
      "src/text/**",
    ],
    rules: forbid(["@/features/**", "@/app/**", "@/phone/**"], "Shared code knows no feature."),
  },
);
