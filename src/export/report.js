"use strict";
(() => {
  const main = document.querySelector("main");
  const all = [...document.querySelectorAll("main article")];
  const filter = document.getElementById("filter");
  const by = document.getElementById("by");
  const shown = document.getElementById("shown");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‘’]/g, "'").replace(/[“”„]/g, '"').toLowerCase();
  const words = new Map(all.map((one) => [one, fold(one.textContent + " " + one.dataset.speaker + " " + one.dataset.article)]));
  const group = () => {
    const sections = new Map();
    for (const one of all) {
      const name = one.dataset[by.value];
      if (!sections.has(name)) sections.set(name, []);
      sections.get(name).push(one);
    }
    const entries = [...sections];
    if (by.value === "speaker") entries.sort((a, b) => b[1].length - a[1].length);
    main.replaceChildren(...entries.map(([name, members]) => {
      const section = document.createElement("section");
      const head = document.createElement("h2");
      head.append(name + " ", document.createElement("small"));
      section.append(head, ...members);
      return section;
    }));
    apply();
  };
  const apply = () => {
    const terms = fold(filter.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const one of all) {
      one.hidden = !terms.every((term) => words.get(one).includes(term));
      if (!one.hidden) found += 1;
    }
    for (const section of main.children) {
      const here = [...section.querySelectorAll("article")].filter((one) => !one.hidden).length;
      section.hidden = here === 0;
      section.querySelector("small").textContent = here;
    }
    shown.textContent = terms.length ? `${found} of ${all.length} shown` : `${all.length} shown`;
  };
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
  filter.addEventListener("input", apply);
  by.addEventListener("change", group);
  document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  document.querySelector("form").hidden = false;
  apply();
})();
