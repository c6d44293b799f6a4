// <wk-timezone> around a time zone <select> that nobody has touched: chooses the browser's own zone.
class TimeZone extends HTMLElement {
  connectedCallback() {
    const select = this.querySelector("select");
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (select?.value === "UTC" && [...select.options].some((option) => option.value === here)) {
      select.value = here;
    }
  }
}

customElements.define("wk-timezone", TimeZone);
