/** Icons only this page uses, each from its own file; the others come from `@/ui/icons`. */
export { default as IconAddressBook } from "@tabler/icons-react/dist/esm/icons/IconAddressBook.mjs";
export { default as IconListCheck } from "@tabler/icons-react/dist/esm/icons/IconListCheck.mjs";
export { default as IconMicrophone } from "@tabler/icons-react/dist/esm/icons/IconMicrophone.mjs";
export { default as IconPaperclip } from "@tabler/icons-react/dist/esm/icons/IconPaperclip.mjs";
export { default as IconRotate } from "@tabler/icons-react/dist/esm/icons/IconRotate.mjs";
export { default as IconSend } from "@tabler/icons-react/dist/esm/icons/IconSend.mjs";
