// <wk-copy label="Copy" done="Copied"> around an <input readonly>: adds a button that copies its value.
class Copy extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    if (!input || !navigator.clipboard || this.button) return;
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "button";
    this.button.textContent = this.getAttribute("label");
    this.button.addEventListener("click", () => this.copy(input));
    this.append(this.button);
  }

  async copy(input) {
    try {
      await navigator.clipboard.writeText(input.value);
      this.button.textContent = this.getAttribute("done");
    } catch {
      input.select(); // not allowed to write: the person copies by hand
    }
  }

  disconnectedCallback() {
    this.button?.remove();
    this.button = undefined;
  }
}

customElements.define("wk-copy", Copy);
