/** Whether an address is one in the browser's storage: `opfs://…` or `indexeddb://…`. */
export const isStoreUrl = (url: string): boolean => /^(opfs|indexeddb):\/\//i.test(url);
