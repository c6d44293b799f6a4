// <wk-reveal show="Show" hide="Hide" about="password"> around a password field: adds a button that shows what was typed.
class Reveal extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    if (!this.input || this.button) return;
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "button plain small";
    this.button.setAttribute("aria-controls", this.input.id);
    this.button.addEventListener("click", () => this.show(this.input.type === "password"));
    this.append(this.button);
    this.show(false);
    this.hideAgain = () => this.show(false);
    this.form = this.input.form;
    this.form?.addEventListener("submit", this.hideAgain); // browsers then still offer to keep the password
  }

  show(isShown) {
    this.input.type = isShown ? "text" : "password";
    const word = this.getAttribute(isShown ? "hide" : "show");
    this.button.textContent = word;
    this.button.setAttribute("aria-label", `${word} ${this.getAttribute("about")}`);
  }

  disconnectedCallback() {
    this.form?.removeEventListener("submit", this.hideAgain);
    this.button?.remove();
    this.button = undefined;
  }
}

customElements.define("wk-reveal", Reveal);
