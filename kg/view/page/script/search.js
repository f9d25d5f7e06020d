/* Search by name or alias, as a combobox: "/" goes there, arrows choose, Enter opens. */
const searching = { found: [], at: -1 };
const searchText = entities.map((entity) => [entity.name, ...entity.aliases].map(plain));

function find(query) {
  const wanted = plain(query.trim());
  if (!wanted) return [];
  const score = (texts) => Math.min(...texts.map((text, i) => {
    const at = text.indexOf(wanted);
    return at < 0 ? 9 : (text === wanted ? 0 : at === 0 ? 1 : /\s|-/.test(text[at - 1]) ? 2 : 3) + (i ? 0.5 : 0);
  }));
  return entities.map((_, i) => [score(searchText[i]), i]).filter(([points]) => points < 9)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, 12).map(([, i]) => i);
}

function drawSearch() {
  const box = byId("search"), list = byId("search-results");
  const open = box.value.trim() !== "" && document.activeElement === box;
  box.setAttribute("aria-expanded", String(open));
  if (open && searching.at >= 0) box.setAttribute("aria-activedescendant", `found-${searching.at}`);
  else box.removeAttribute("aria-activedescendant");
  list.hidden = !open;
  const rows = searching.found.map((i, place) => el("li", {
    role: "option", id: `found-${place}`, "aria-selected": String(place === searching.at),
    on: { mousedown: (event) => { event.preventDefault(); takeFound(place); } },
  }, nodeSample(entities[i].type, 12), el("span", { class: "name" }, entities[i].name), aliasHit(i, box.value)));
  list.replaceChildren(...(rows.length ? rows : [el("li", { class: "none" }, say("searchNone"))]));
  if (open && rows[searching.at]) rows[searching.at].scrollIntoView({ block: "nearest" });
}

function aliasHit(i, query) {
  const wanted = plain(query.trim());
  if (searchText[i][0].includes(wanted)) return "";
  return el("span", { class: "kind" }, entities[i].aliases.find((alias) => plain(alias).includes(wanted)) || "");
}

function takeFound(place) {
  const i = searching.found[place];
  if (i === undefined) return;
  byId("search").value = "";
  searching.found = [];
  select({ kind: "node", id: entities[i].key }, true);
  drawSearch();
}

function startSearch() {
  const box = byId("search");
  box.addEventListener("input", () => {
    searching.found = find(box.value);
    searching.at = searching.found.length ? 0 : -1;
    drawSearch();
  });
  box.addEventListener("focus", drawSearch);
  box.addEventListener("blur", drawSearch);
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && searching.found.length) {
      searching.at = (searching.at + step + searching.found.length) % searching.found.length;
      drawSearch();
    } else if (event.key === "Enter") takeFound(Math.max(searching.at, 0));
    else if (event.key === "Escape") { box.value = ""; box.blur(); } else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
