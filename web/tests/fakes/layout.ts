/** jsdom lays nothing out: a window of 1280 × 800 in which every box is 600 × 600, enough for virtual lists. */
export function fakeLayout(): void {
  const sizes = { offsetHeight: 600, offsetWidth: 600, clientHeight: 600, clientWidth: 600 };
  for (const [name, value] of Object.entries(sizes)) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value });
  }
  // A box without extent counts as out of sight, and so would a menu beside it.
  Element.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 600, 600);
  Element.prototype.scrollTo = () => {};
  Element.prototype.scrollIntoView = () => {};
  window.matchMedia = (query) =>
    Object.assign(new EventTarget(), {
      media: query,
      matches: query.includes("min-width: 1280px"),
      onchange: null,
      addListener: () => {},
      removeListener: () => {},
    }) as MediaQueryList;
  window.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
}
