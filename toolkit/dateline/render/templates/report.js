"use strict";
const filter = document.getElementById("filter");
if (filter) {
  const [severity, rule, table, words, shown] = ["severity", "rule", "table", "words", "shown"].map((id) => document.getElementById(id));
  const existing = document.getElementById("existing");
  const items = Array.from(document.querySelectorAll("li.finding"), (item) => ({ item, text: item.textContent.toLowerCase() }));
  const apply = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let number = 0;
    for (const { item, text } of items) {
      const fits =
        (!severity.value || item.dataset.severity === severity.value) &&
        (!rule.value || item.dataset.rule === rule.value) &&
        (!table.value || item.dataset.table === table.value) &&
        wanted.every((word) => text.includes(word));
      item.hidden = !fits;
      number += fits;
    }
    shown.textContent = `${number.toLocaleString("en")} of ${items.length.toLocaleString("en")}`;
  };
  for (const field of [severity, rule, table, words]) {
    field.addEventListener("input", () => {
      apply();
      if (existing) existing.open = true;
    });
  }
  filter.hidden = false;
  apply();
}
