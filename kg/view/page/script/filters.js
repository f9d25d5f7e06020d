/* The left column: legend and filters in one, with what each value would give. */
const FACET_WORDS = {
  entity: ["entityFacet", (key) => capital(named("types", key)), (key) => nodeSample(key)],
  type: ["typeFacet", (key) => capital(named("statements", key)), (key) => edgeSample(key)],
  certainty: ["certaintyFacet", (key) => capital(named("certainties", key)), (key) => lineSample(key)],
  document: ["documentFacet", (key) => documentById.get(key).title || documentById.get(key).url || say("untitled"), () => null],
};
const LONG = 14;

function nodeSample(type, size = 14) {
  const fill = colourOf.node(type), c = size / 2, r = c - 1;
  const points = {
    square: `${c - r},${c - r} ${c + r},${c - r} ${c + r},${c + r} ${c - r},${c + r}`,
    diamond: `${c},${c - r} ${c + r},${c} ${c},${c + r} ${c - r},${c}`,
    triangle: `${c},${c - r} ${c + r},${c + r * 0.8} ${c - r},${c + r * 0.8}`,
    triangleDown: `${c},${c + r} ${c + r},${c - r * 0.8} ${c - r},${c - r * 0.8}`,
    hexagon: `${c - r},${c} ${c - r / 2},${c - r} ${c + r / 2},${c - r} ${c + r},${c} ${c + r / 2},${c + r} ${c - r / 2},${c + r}`,
    star: [...Array(10).keys()].map((i) => {
      const out = i % 2 ? r * 0.45 : r, turn = (Math.PI * i) / 5 - Math.PI / 2;
      return `${c + out * Math.cos(turn)},${c + out * Math.sin(turn)}`;
    }).join(" "),
  }[data.looks.types[type].shape];
  return svg(size, size, points ? ["polygon", { points, fill }] : ["circle", { cx: c, cy: c, r, fill }]);
}

function line(colour, dashes, denied, width = 26) {
  const shapes = [["line", {
    x1: 1, y1: 6, x2: width - 1, y2: 6, stroke: colour, "stroke-width": 2, "stroke-dasharray": dashes ? dashes.join(" ") : "none",
  }]];
  const c = width / 2;
  if (denied) shapes.push(["path", { d: `M${c - 3.5} 2.5l7 7m0-7l-7 7`, stroke: colour, "stroke-width": 1.8 }]);
  return svg(width, 12, ...shapes);
}

function edgeSample(type) {
  const first = keysOf.certainty[0];
  if (!data.looks.statements[type].edge) {
    return svg(26, 12, ["circle", { cx: 13, cy: 6, r: 3, fill: "none", stroke: colourOf.edge(type, first), "stroke-width": 2 }]);
  }
  return line(colourOf.edge(type, first), null, false);
}

function lineSample(certainty) {
  const look = data.looks.certainties[certainty];
  return line(look.denied ? colourOf.css("--denied") : colourOf.css("--ink"), look.sample, look.denied);
}

function drawFilters() {
  const nav = byId("filters"), top = nav.scrollTop;
  const active = document.activeElement && nav.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const inner = [...nav.querySelectorAll(".values")].map((list) => list.scrollTop);
  nav.setAttribute("aria-label", say("filters"));
  nav.replaceChildren(...FACETS.filter((facet) => keysOf[facet].length).map(drawFacet));
  nav.scrollTop = top;
  nav.querySelectorAll(".values").forEach((list, i) => { list.scrollTop = inner[i] || 0; });
  if (active) [...nav.querySelectorAll("[data-key]")].find((n) => n.dataset.key === active)?.focus();
}

function drawFacet(facet) {
  const [word] = FACET_WORDS[facet];
  const title = say(word), off = state.off[facet];
  const all = off.size ? el("button", {
    type: "button", "data-key": `${facet}/all`, "aria-label": say("allHint", title),
    on: { click: () => change(() => off.clear()) },
  }, say("all")) : "";
  return el("section", { class: "facet", role: "group", "aria-label": title, "data-facet": facet },
    el("div", { class: "facet-head" }, el("h2", {}, title), all),
    el("div", { class: keysOf[facet].length > LONG && facet === "document" ? "values long" : "values" },
      keysOf[facet].map((key) => drawValue(facet, key))));
}

function drawValue(facet, key) {
  const [, nameOf, sampleOf] = FACET_WORDS[facet];
  const off = state.off[facet], name = nameOf(key), count = seen.counts[facet][key];
  const box = el("input", { type: "checkbox", "data-key": `${facet}/${key}`, on: { change: () => change(() => {
    if (off.has(key)) off.delete(key); else off.add(key);
  }) } });
  box.checked = !off.has(key);
  const definition = facet === "document" ? name : named("definitions", key);
  return el("div", { class: `value${off.has(key) ? " off" : ""}${count ? "" : " none"}`, title: definition, "data-value": key },
    el("label", {}, box, sampleOf(key), el("span", { class: "name" }, name),
      el("span", { class: "count" }, count.toLocaleString(page.lang))),
    keysOf[facet].length > 1 ? el("button", {
      type: "button", class: "only", "data-key": `${facet}/${key}/only`, "aria-label": say("onlyHint", name),
      on: { click: () => change(() => { state.off[facet] = new Set(keysOf[facet].filter((other) => other !== key)); }) },
    }, say("only")) : "");
}
