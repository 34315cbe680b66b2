"use strict";
(() => {
  const number = (value) => value.toLocaleString("en");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // Further items are lines of base64, each of raw DEFLATE of their HTML, which the page's maker wrote.
  const unpack = async (line) => {
    const bytes = Uint8Array.from(atob(line), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const template = document.createElement("template");
    template.innerHTML = await new Response(stream).text();
    return Array.from(template.content.children);
  };

  class List {
    constructor(root) {
      this.root = root;
      this.box = root.querySelector(".items");
      this.items = Array.from(this.box.children, (node) => this.item(node));
      this.page = Number(root.dataset.page);
      this.most = this.page;
      this.words = root.querySelector(".words");
      this.facets = Array.from(root.querySelectorAll(".facet"));
      this.sort = root.querySelector(".sort");
      this.shown = root.querySelector(".shown");
      this.more = root.querySelector(".more");
      const again = () => { this.most = this.page; this.apply(); };
      for (const field of [this.words, ...this.facets]) field.addEventListener("input", again);
      if (this.sort) this.sort.addEventListener("input", again);
      this.more.querySelector("button").addEventListener("click", () => this.next());
      root.querySelector(".controls").hidden = false;
      this.apply();
    }
    item(node) {
      return { node, text: fold(node.textContent), order: 0 };
    }
    async load() {
      const data = this.root.querySelector("script.data");
      if (!data || typeof DecompressionStream === "undefined") return;
      for (const line of data.textContent.trim().split("\n")) {
        for (const node of await unpack(line)) this.items.push(this.item(node));
      }
      data.remove();
      this.root.querySelector(".packed").remove();
      this.apply();
    }
    fits({ node, text }, words) {
      return this.facets.every((facet) => !facet.value || node.getAttribute(`data-f${facet.dataset.facet}`) === facet.value)
        && words.every((word) => text.includes(word));
    }
    sorted(items) {
      const by = this.sort ? this.sort.value : "";
      if (!by) return items;
      const key = (item) => item.node.dataset[by] || "\uffff";
      return [...items].sort((a, b) => key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
    }
    apply() {
      const words = fold(this.words.value).split(/\s+/).filter(Boolean);
      this.found = this.sorted(this.items.filter((item) => this.fits(item, words)));
      this.box.replaceChildren(...this.found.slice(0, this.most).map((item) => item.node));
      this.more.hidden = this.found.length <= this.most;
      this.shown.textContent = `${number(this.found.length)} of ${number(this.items.length)}`;
    }
    next() {
      const first = this.found[this.most];
      this.most += this.page;
      this.apply();
      const target = first && first.node.querySelector("summary, a");
      if (target) target.focus();
    }
    clear() {
      this.words.value = "";
      for (const facet of this.facets) facet.value = "";
    }
    reveal(id) {
      const item = this.items.find(({ node }) => node.querySelector(".body")?.id === id);
      if (!item) return false;
      if (!this.found.includes(item)) { this.clear(); this.apply(); }
      const place = this.found.indexOf(item);
      if (place >= this.most) { this.most = place + 1; this.apply(); }
      const details = item.node.querySelector("details");
      details.open = true;
      details.querySelector("summary").focus({ preventScroll: true });
      item.node.scrollIntoView();
      return true;
    }
  }

  const lists = Array.from(document.querySelectorAll(".list"), (root) => new List(root));
  const records = lists.find((list) => !list.root.closest("details"));
  const follow = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* it is taken as it stands */ }
    if (id && records) records.reveal(id);
  };
  window.addEventListener("hashchange", follow);
  follow();
  Promise.all(lists.map((list) => list.load())).then(() => { if (!document.activeElement?.closest(".card")) follow(); });

  // The map and its table choose an area of the records.
  const area = document.querySelector(".facet[data-area]");
  const choose = (name) => {
    if (!area || !Array.from(area.options).some((option) => option.value === name)) return;
    records.clear();
    area.value = name;
    area.dispatchEvent(new Event("input"));
    area.focus({ preventScroll: true });
    document.getElementById("records").scrollIntoView();
  };
  if (area) {
    for (const each of document.querySelectorAll("[data-area]:not(select)")) {
      each.classList.add("acts");
      each.addEventListener("click", () => choose(each.dataset.area));
    }
    for (const each of document.querySelectorAll("[data-choose]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "link";
      button.append(...each.childNodes);
      button.addEventListener("click", () => choose(each.dataset.choose));
      each.append(button);
    }
  }

  // Examples name the address that the page has, where it has one.
  if (/^https?:$/.test(location.protocol)) {
    const here = location.href.replace(/[?#].*$/, "").replace(/\/[^/]*$/, "");
    for (const each of document.querySelectorAll(".base")) each.textContent = here;
  }

  const copy = async (code) => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      return true;
    } catch {
      getSelection().selectAllChildren(code);
      return document.execCommand("copy");
    }
  };
  for (const code of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy the ${code.dataset.copy}`);
    button.addEventListener("click", async () => {
      button.textContent = (await copy(code)) ? "Copied" : "Select and copy";
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    (code.closest("pre") || code).after(button);
  }

  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = Array.from(document.querySelectorAll("details:not([open])"));
    for (const each of closed) each.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const each of closed) each.open = false;
  });
})();
