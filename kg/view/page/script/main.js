/* The page as a whole: selecting, filtering, words and colours of the frame, and the keys. */
function draw() {
  look();
  drawFrame();
  drawFilters();
  drawPanel();
  redraw();
  toHash();
}

/* Runs a change of the filters and shows its result. */
function change(run) {
  run();
  draw();
}

function select(chosen, byList = false) {
  state.selected = chosen && known(chosen) ? chosen : null;
  hideTip();
  if (state.selected) document.body.classList.add("with-panel");
  drawFrame();
  drawPanel();
  redraw();
  toHash();
  if (!state.selected) return byList ? byId(`tab-${panel.tab}`).focus() : undefined;
  if (byList) {
    centreOn([...litBySelection().nodes].filter((id) => drawn.shown.has(id)));
    byId("detail").focus({ preventScroll: true });
  }
  return undefined;
}

function known(chosen) {
  return { node: entityByKey, edge: edgeById, statement: statementByKey }[chosen.kind].has(chosen.id);
}

/* ---- the frame ---- */
function drawFrame() {
  const files = documents.length === 1 ? say("document") : say("documents", documents.length.toLocaleString(page.lang));
  const mine = entities.filter((entity) => entity.statements.length).length;
  const count = (n) => n.toLocaleString(page.lang);
  const part = (many, one, n, all) => (n === 1 && all === 1 ? say(one) : say(many, n === all ? count(all) : say("of", count(n), count(all))));
  byId("counts").textContent = [
    part("countEntities", "entityOne", seen.entities.size, mine),
    part("countStatements", "statementOne", seen.statements.size, statements.length), files,
    ...(mine < data.whole ? [say("foremost", count(data.whole))] : []),
  ].join(" · ");
  document.documentElement.lang = page.lang;
  const box = byId("search");
  box.placeholder = say("search");
  const named = { search: "search", "toggle-theme": "theme", "zoom-in": "zoomIn", "zoom-out": "zoomOut", "zoom-fit": "zoomFit", zoom: "zoom", "search-results": "search" };
  for (const [id, word] of Object.entries(named)) {
    byId(id).setAttribute("aria-label", say(word));
    if (id.includes("-") && id !== "search-results") byId(id).title = say(word);
  }
  byId("graph").setAttribute("aria-label", say("graph", count(drawn.shown.size || mine)));
  const texts = { "toggle-filters": "filters", "toggle-panel": "panel", reset: "reset", "toggle-lang": "language" };
  for (const [id, word] of Object.entries(texts)) byId(id).textContent = say(word);
  byId("toggle-lang").setAttribute("aria-label", say("languageHint"));
  byId("toggle-lang").title = say("languageHint");
  byId("toggle-filters").setAttribute("aria-expanded", String(document.body.classList.contains("with-filters")));
  byId("toggle-panel").setAttribute("aria-expanded", String(document.body.classList.contains("with-panel")));
}

function setTheme(theme) {
  page.theme = theme;
  document.documentElement.dataset.theme = theme;
  colourOf.known.clear();
}

function reset() {
  resetFilters();
  state.selected = null;
  drawn.focused = null;
  byId("search").value = "";
  draw();
  fit();
}

function startFrame() {
  const on = (id, run) => byId(id).addEventListener("click", run);
  on("zoom-in", () => zoomBy(1.3));
  on("zoom-out", () => zoomBy(1 / 1.3));
  on("zoom-fit", () => fit());
  on("reset", reset);
  on("toggle-lang", () => change(() => { page.lang = page.lang === "de" ? "en" : "de"; page.langChosen = true; }));
  on("toggle-theme", () => change(() => { setTheme(page.theme === "dark" ? "light" : "dark"); page.themeChosen = true; }));
  for (const side of ["filters", "panel"]) {
    on(`toggle-${side}`, () => { document.body.classList.toggle(`with-${side}`); drawFrame(); });
  }
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", () => { if (!page.themeChosen) change(() => setTheme(dark.matches ? "dark" : "light")); });
  let before = null;
  addEventListener("beforeprint", () => { before = page.theme; setTheme("light"); draw(); });
  addEventListener("afterprint", () => { setTheme(before); draw(); });
  addEventListener("hashchange", () => { readAddress(); draw(); });
}

/* ---- keys ---- */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function startKeys() {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      hideTip();
      select(null, document.activeElement !== byId("graph"));
    } else if (event.key === "/" && document.activeElement.tagName !== "INPUT") {
      event.preventDefault();
      byId("search").focus();
    }
  });
  byId("graph").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (ARROWS[event.key]) moveFocus(...ARROWS[event.key]);
    else if (event.key === "Enter" && drawn.focused !== null) select({ kind: "node", id: entities[drawn.focused].key }, true);
    else if (event.key === "+") zoomBy(1.3);
    else if (event.key === "-") zoomBy(1 / 1.3);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
  });
  byId("graph").addEventListener("blur", () => page.network.redraw());
}

/* The keyboard's node: the nearest in the arrow's direction, a step aside counting double. */
function moveFocus(dx, dy) {
  const ids = [...drawn.shown];
  if (!ids.length) return;
  if (drawn.focused === null || !drawn.shown.has(drawn.focused)) {
    drawn.focused = ids.reduce((best, id) => (nodeById.get(id).place < nodeById.get(best).place ? id : best));
  } else {
    const at = page.network.getPositions(ids), from = at[drawn.focused];
    let best = Infinity, next = null;
    for (const id of ids) {
      const ahead = (at[id].x - from.x) * dx + (at[id].y - from.y) * dy;
      const aside = Math.abs((at[id].x - from.x) * dy) + Math.abs((at[id].y - from.y) * dx);
      if (id !== drawn.focused && ahead > 0 && ahead >= aside * 0.5 && ahead + 2 * aside < best) [best, next] = [ahead + 2 * aside, id];
    }
    if (next === null) return;
    drawn.focused = next;
  }
  const entity = entities[drawn.focused];
  byId("said").textContent = `${entity.name}, ${named("types", entity.type)}, ${counted(entity.statements.length)}`;
  centreOn([drawn.focused]);
  page.network.redraw();
}

/* ---- start ---- */
function readAddress() {
  const found = fromHash();
  if (data.words[found.lang]) [page.lang, page.langChosen] = [found.lang, true];
  if (found.theme === "dark" || found.theme === "light") [page.themeChosen] = [true, setTheme(found.theme)];
  const kind = ["node", "edge", "statement"].find((word) => word in found);
  const chosen = kind ? { kind, id: found[kind] } : null;
  state.selected = chosen && known(chosen) ? chosen : null;
}

function start() {
  const language = (navigator.language || "").slice(0, 2);
  page.lang = data.lang || (data.words[language] ? language : "en");
  setTheme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  readAddress();
  look();
  if (innerWidth > 760) document.body.classList.add("with-panel");
  drawFrame();
  startGraph();
  startSearch();
  startFrame();
  startKeys();
  draw();
  fit(false);
  window.kgPage = page;
}

start();
