/** The rows as the list shows them, for whoever leaves one of them and wants the next. */
const remembered = 8;

class ShownOrder {
  /** The newest first: one that was just dealt with is gone from the present one. */
  private orders: readonly (readonly string[])[] = [];

  become(ids: readonly string[]): void {
    this.orders = [ids, ...this.orders].slice(0, remembered);
  }

  /** The row below, else the one above, of those that are still there; null where there is none. */
  beside(id: string): string | null {
    const still = new Set(this.orders[0]);
    const last = this.orders.find((ids) => ids.includes(id)) ?? [];
    const at = last.indexOf(id);
    const below = last.slice(at + 1).find((one) => still.has(one));
    return below ?? last.slice(0, at).findLast((one) => still.has(one)) ?? null;
  }
}

export const shownOrder = new ShownOrder();
