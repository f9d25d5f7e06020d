/* The right column: lists of everything, or what is known of the selected node, edge or statement. */
const entityByKey = new Map(entities.map((entity, i) => [entity.key, i]));
const statementByKey = new Map(statements.map((s, i) => [s.key, i]));
const documentById = new Map(documents.map((d) => [d.id, d]));
const panel = { tab: "entities", limit: 200 };

function drawPanel() {
  const chosen = state.selected;
  const body = !chosen ? drawLists() : chosen.kind === "node" ? drawNode(entityByKey.get(chosen.id))
    : drawStatements(chosen.kind === "edge" ? edgeById.get(chosen.id).statements : [statementByKey.get(chosen.id)]);
  const aside = byId("panel");
  aside.setAttribute("aria-label", chosen ? say("evidence") : say("lists"));
  aside.replaceChildren(...body);
}

/* ---- the lists ---- */
function drawLists() {
  const tab = (id, count) => el("button", {
    type: "button", role: "tab", id: `tab-${id}`, "aria-selected": String(panel.tab === id), "aria-controls": "list",
    tabindex: panel.tab === id ? 0 : -1,
    on: { click: () => openTab(id), keydown: (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      openTab(id === "entities" ? "statements" : "entities");
      byId(`tab-${panel.tab}`).focus();
    } },
  }, `${say(id)} ${count.toLocaleString(page.lang)}`);
  const shown = [...seen.entities].sort((a, b) => entities[b].open.length - entities[a].open.length || a - b);
  const rows = panel.tab === "entities" ? shown.map(entityRow)
    : [...seen.statements].map((i) => el("li", {}, statementItem(i)));
  const cut = rows.length > panel.limit ? [el("li", {}, el("button", {
    type: "button", class: "note", on: { click: () => { panel.limit = Infinity; drawPanel(); } },
  }, say("showAll", rows.length)))] : [];
  return [
    el("div", { class: "tabs", role: "tablist" }, tab("entities", shown.length), tab("statements", seen.statements.size)),
    el("div", { class: "scroll", id: "list", role: "tabpanel", "aria-labelledby": `tab-${panel.tab}` },
      el("ul", {}, rows.slice(0, panel.limit), cut), rows.length ? "" : el("p", { class: "note" }, say("nothing"))),
  ];
}

function openTab(id) {
  panel.tab = id;
  drawPanel();
}

function entityRow(i) {
  const entity = entities[i];
  const most = Math.max(1, ...entities.map((e) => e.statements.length));
  const count = entity.open.length;
  return el("li", {}, el("button", {
    type: "button", class: "row", "data-entity": entity.key, "aria-label": `${entity.name}, ${named("types", entity.type)}, ${counted(count)}`,
    on: { click: () => select({ kind: "node", id: entity.key }, true) },
  }, nodeSample(entity.type), el("span", { class: "name" }, entity.name),
  el("span", { class: "bar" }, svg(44, 5, ["rect", { width: Math.max(2, (44 * count) / most), height: 5, fill: colourOf.node(entity.type) }])),
  el("span", { class: "count" }, count.toLocaleString(page.lang))));
}

function statementItem(i) {
  const s = statements[i], source = documents[s.documents[0]];
  return el("button", {
    type: "button", class: "item", "data-statement": s.key, on: { click: () => select({ kind: "statement", id: s.key }, true) },
  }, headline(s), el("div", { class: "under" }, badge(s.certainty), source ? el("span", { class: "title" }, sourceName(source)) : ""));
}

/* ---- sentences ---- */
/* "AMD - supplies -> Alibaba", with buttons for the names where `open` is set. */
function headline(s, open = false) {
  const name = (i) => (open ? entityButton(i) : el("span", {}, entities[i].name));
  const look = data.looks.statements[s.type];
  const verb = el("span", { class: "verb" }, look.edge ? named("edges", look.edge) : capital(named("statements", s.type)));
  verb.style.color = colourOf.edge(s.type, s.certainty);
  if (data.looks.certainties[s.certainty].denied) verb.style.textDecoration = "line-through";
  const arrow = (text) => el("span", { class: "arrow" }, text);
  const all = (side) => side.map((i, n) => [n ? ", " : "", name(i)]).flat();
  const [left, right] = look.symmetric ? [s.heads.slice(0, 1), s.heads.slice(1)] : [s.heads, s.tails];
  if (!right.length) return el("span", { class: "head-line" }, all(left), arrow(": "), verb);
  return el("span", { class: "head-line" }, all(left), arrow(" — "), verb, arrow(look.symmetric ? " — " : " → "), all(right));
}

function entityButton(i) {
  return el("button", { type: "button", on: { click: () => select({ kind: "node", id: entities[i].key }, true) } }, entities[i].name);
}

function badge(certainty) {
  const denied = data.looks.certainties[certainty].denied;
  return el("span", { class: denied ? "badge denied" : "badge", title: named("definitions", certainty) },
    lineSample(certainty), named("certainties", certainty));
}

function sourceName(source) {
  return source.title || source.url || source.publisher || say("untitled");
}

/* ---- one node, one edge ---- */
function backButton() {
  return el("button", { type: "button", class: "back", id: "back", on: { click: () => select(null, true) } }, `← ${say("back")}`);
}

function fact(name, ...content) {
  return [el("dt", {}, name), el("dd", {}, content)];
}

function drawNode(i) {
  const entity = entities[i];
  const { open } = entity;
  const more = entity.statements.length - open.length;
  const facts = [];
  if (entity.aliases.length) facts.push(fact(say("aliases"), entity.aliases.join(", ")));
  for (const [scheme, value] of entity.identifiers) facts.push(fact(scheme, value));
  return [
    el("div", { class: "detail-head" }, backButton(), el("h2", { id: "detail", tabindex: "-1" }, entity.name),
      el("p", { class: "kind" }, nodeSample(entity.type), `${capital(named("types", entity.type))} · ${counted(entity.statements.length)}`),
      facts.length ? el("dl", { class: "facts" }, facts) : ""),
    el("div", { class: "scroll" },
      entity.statements.length && !seen.entities.has(i) ? el("p", { class: "note" }, say("hiddenNow")) : "",
      entity.statements.length ? "" : el("p", { class: "note" }, say("noStatements")),
      open.map((s) => card(statements[s])),
      more > 0 ? el("p", { class: "note" }, say("hiddenByFilters", more)) : ""),
  ];
}

function drawStatements(all) {
  const open = all.filter((i) => seen.statements.has(i));
  const shown = open.length ? open : all;
  const s = statements[shown[0]];
  const [a, b] = [...s.heads, ...s.tails].map((i) => entities[i].name);
  const title = b === undefined ? a : say("between", a, b);
  return [
    el("div", { class: "detail-head" }, backButton(), el("h2", { id: "detail", tabindex: "-1" }, title),
      el("p", { class: "kind" }, edgeSample(s.type), `${capital(named("statements", s.type))} · ${counted(shown.length)}`)),
    el("div", { class: "scroll" }, open.length ? "" : el("p", { class: "note" }, say("hiddenNow")),
      shown.map((i) => card(statements[i]))),
  ];
}

/* A statement: its sentence, how certain, who said it, when, what else takes part, and where it is written. */
function card(s) {
  const facts = [];
  if (s.saidBy.length) facts.push(fact(say("saidBy"), s.saidBy.join(", ")));
  if (s.when) facts.push(fact(say("when"), s.when.text || s.when.edtf, s.when.text && s.when.edtf && s.when.text !== s.when.edtf ? ` (${s.when.edtf})` : ""));
  for (const { role, fillers } of s.others) {
    const parts = fillers.map((filler, i) => [i ? ", " : "", filler.entity === undefined ? filler.text : entityButton(filler.entity)]);
    facts.push(fact(capital(named("roles", role)), parts.flat()));
  }
  const sure = s.confidence === null ? [] : fact(say("confidence"), s.confidence.toLocaleString(page.lang, { style: "percent" }));
  const by = s.by ? fact(say("by"), s.by) : [];
  return el("article", { class: "card", "data-statement": s.key },
    el("h3", {}, headline(s, true)), el("div", { class: "badges" }, badge(s.certainty)),
    el("dl", { class: "facts" }, facts, sure, by),
    s.evidence.map(proof));
}

function proof(evidence) {
  const source = documents[evidence.document];
  const lines = [el("span", { class: "title" }, sourceName(source))];
  for (const part of [source.title || source.url ? source.publisher : "", source.published ? say("published", dated(source.published)) : ""]) {
    if (part) lines.push(" · ", part);
  }
  const address = webAddress(source.url);
  if (address) lines.push(" · ", el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, say("open")));
  else if (source.url && source.title) lines.push(" · ", source.url);
  return el("figure", {},
    el("blockquote", { lang: source.lang }, evidence.prefix, el("mark", {}, evidence.quote), evidence.suffix),
    el("figcaption", { class: "source" }, lines));
}

/* An ISO date in the reader's manner; anything else as it is. */
function dated(text) {
  const whole = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  if (!whole) return text;
  const day = new Date(Date.UTC(+whole[1], +whole[2] - 1, +whole[3]));
  return day.toLocaleDateString(page.lang, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}
