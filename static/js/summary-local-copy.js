// What is typed and not saved yet, kept in this browser under the address of the page and the reader's number.

export class LocalCopy {
  constructor(key) {
    this.key = key;
  }

  keep(copy) {
    try {
      localStorage.setItem(this.key, JSON.stringify(copy));
    } catch {
      // Full or switched off: the page itself still holds the text, and says when it cannot be saved.
    }
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Nothing was kept then.
    }
  }
}
