// Searches the passages of the guide while somebody types. The index is a script, so that it works from a disk too.
"use strict";
(() => {
  const field = document.getElementById("query");
  const list = document.getElementById("results");
  const count = document.getElementById("count");
  const fold = (term) => term.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const index = new MiniSearch({
    fields: ["title", "words", "also"],
    storeFields: ["page", "title", "chapter", "start"],
    processTerm: fold,
    searchOptions: { boost: { title: 4 }, prefix: (term) => term.length > 2, fuzzy: (term) => (term.length > 4 ? 0.2 : false), combineWith: "AND" },
  });
  index.addAll(window.GUIDE_PASSAGES);

  const item = (found) => {
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.href = found.page;
    link.textContent = found.title;
    row.append(link);
    for (const [name, text] of [["chapter", found.chapter], ["start", found.start]]) {
      const line = document.createElement("span");
      line.className = name;
      line.textContent = text;
      row.append(" ", line);
    }
    return row;
  };

  const search = () => {
    const query = field.value.trim();
    const found = query ? index.search(query).slice(0, 50) : [];
    list.replaceChildren(...found.map(item));
    const said = found.length === 0 ? count.dataset.none : found.length === 1 ? count.dataset.one : count.dataset.many.replace("%(count)s", found.length);
    count.textContent = query ? said : "";
    const address = new URL(location.href);
    query ? address.searchParams.set("q", query) : address.searchParams.delete("q");
    try { history.replaceState(null, "", address); } catch { /* a page from a disk may not change its address */ }
  };

  field.addEventListener("input", search);
  field.value = new URL(location.href).searchParams.get("q") ?? "";
  search();
  field.focus();
})();
