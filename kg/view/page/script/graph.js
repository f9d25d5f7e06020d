/* The drawing: vis-network with the nodes, edges and options that pyvis made, at fixed places. */
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif';
const drawn = {
  nodes: new vis.DataSet(), edges: new vis.DataSet(), shown: new Set(), shownEdges: [], hovered: null, focused: null,
};
const edgeData = data.network.edges;
const edgesOfStatement = new Map();
edgeData.forEach((edge) => edge.statements.forEach((s) => {
  if (!edgesOfStatement.has(s)) edgesOfStatement.set(s, []);
  edgesOfStatement.get(s).push(edge.id);
}));
const edgeById = new Map(edgeData.map((edge) => [edge.id, edge]));
const nodeById = new Map(data.network.nodes.map((node) => [node.id, node]));

function startGraph() {
  const box = byId("graph");
  stretchTo(box.clientWidth / Math.max(box.clientHeight, 1));
  drawn.nodes.add(data.network.nodes.map((node) => ({ ...node, font: { size: 0 } })));
  drawn.edges.add(edgeData.map((edge) => ({ ...edge, label: undefined })));
  page.network = new vis.Network(box, { nodes: drawn.nodes, edges: drawn.edges }, data.network.options);
  page.network.on("afterDrawing", paintLabels);
  page.network.on("zoom", keepZoom);
  page.network.on("click", (event) => {
    if (event.nodes.length) select({ kind: "node", id: entities[event.nodes[0]].key });
    else if (event.edges.length) select({ kind: "edge", id: event.edges[0] });
    else select(null);
  });
  page.network.on("hoverNode", ({ node, event }) => { drawn.hovered = node; showTip(event, nodeTip(node)); });
  page.network.on("blurNode", () => { drawn.hovered = null; hideTip(); });
  page.network.on("hoverEdge", ({ edge, event }) => showTip(event, edgeTip(edgeById.get(edge))));
  page.network.on("blurEdge", hideTip);
  page.network.on("dragStart", hideTip);
  new ResizeObserver(() => { if (!drawn.moved) fit(false); }).observe(box);
  page.network.on("dragEnd", (event) => { if (!event.nodes.length) drawn.moved = true; });
}

/* Wide windows draw the same arrangement a little wider, high ones a little narrower. */
function stretchTo(aspect) {
  const nodes = data.network.nodes;
  if (nodes.length < 2) return;
  const extent = (axis) => Math.max(...nodes.map((n) => n[axis])) - Math.min(...nodes.map((n) => n[axis])) + 120;
  const factor = Math.min(1.6, Math.max(0.85, aspect / (extent("x") / extent("y"))));
  nodes.forEach((node) => { node.x = Math.round(node.x * factor); });
}

function keepZoom() {
  drawn.moved = true;
  const scale = page.network.getScale();
  const kept = Math.min(5, Math.max(drawn.least || 0.05, scale));
  if (kept !== scale) page.network.moveTo({ scale: kept });
}

function zoomBy(factor) {
  drawn.moved = true;
  page.network.moveTo({ scale: Math.min(5, Math.max(drawn.least || 0.05, page.network.getScale() * factor)) });
}

/* Scale and middle of the largest view in which every one of the nodes has room for its name. */
function fitting(ids, box, at, most = 1.4) {
  const xs = ids.map((id) => at(id).x), ys = ids.map((id) => at(id).y);
  const x = (Math.min(...xs) + Math.max(...xs)) / 2, y = (Math.min(...ys) + Math.max(...ys)) / 2;
  let scale = most;
  for (const id of ids) {
    const node = nodeById.get(id);
    const aside = Math.min(textSize(node).width / 2, 90) + 10;
    scale = Math.min(scale, (box.clientWidth / 2 - aside) / Math.max(Math.abs(at(id).x - x) + 1, 1),
      (box.clientHeight / 2 - 38) / (Math.abs(at(id).y - y) + node.size));
  }
  return { scale: Math.max(scale, 0.02), position: { x, y: y + 8 / scale } };
}

function fit(animated = true) {
  const box = byId("graph"), ids = [...drawn.shown];
  if (!ids.length || !box.clientWidth) return;
  const at = page.network.getPositions(ids);
  const view = fitting(ids, box, (id) => at[id]);
  drawn.least = view.scale / 3;
  drawn.moved = false;
  page.network.moveTo({ ...view, animation: moving(animated) });
}

function moving(wanted) {
  const still = !wanted || matchMedia("(prefers-reduced-motion: reduce)").matches;
  return still ? false : { duration: 250, easingFunction: "easeInOutQuad" };
}

/* Brings nodes into view, and near where they would be too small to tell apart. */
function centreOn(ids) {
  if (!ids.length) return;
  const at = page.network.getPositions(ids), box = byId("graph");
  const wanted = fitting(ids, box, (id) => at[id], 2.2);
  const view = page.network.getViewPosition(), scale = page.network.getScale();
  const inside = ids.every((id) => Math.abs(at[id].x - view.x) * scale < box.clientWidth / 2 - 40
    && Math.abs(at[id].y - view.y) * scale < box.clientHeight / 2 - 40);
  if (inside && scale > 0.55 * wanted.scale) return;
  drawn.moved = true;
  page.network.moveTo({ position: wanted.position, scale: Math.min(wanted.scale, 1.7), animation: moving(true) });
}

/* Brings the drawing in line with filters, selection and theme. */
function redraw() {
  drawn.shown = new Set(data.network.nodes.filter((n) => seen.entities.has(n.id)).map((n) => n.id));
  drawn.shownEdges = edgeData.filter((edge) => edge.statements.some((s) => seen.statements.has(s))
    && drawn.shown.has(edge.from) && drawn.shown.has(edge.to));
  const lit = litBySelection();
  const shown = new Set(drawn.shownEdges.map((edge) => edge.id));
  drawn.nodes.update(data.network.nodes.map((node) => styledNode(node, lit)));
  drawn.edges.update(edgeData.map((edge) => styledEdge(edge, shown, lit)));
  byId("empty").hidden = drawn.shown.size > 0;
  byId("empty").textContent = statements.length ? say("nothing") : say("nothingAtAll");
  page.network.redraw();
}

/* What stays bright: the selected node with its neighbours, the selected edge with its ends, or everything. */
function litBySelection() {
  const chosen = state.selected;
  if (!chosen) return null;
  const nodes = new Set(), edges = new Set();
  if (chosen.kind === "node") {
    const id = entityByKey.get(chosen.id);
    nodes.add(id);
    for (const edge of drawn.shownEdges) if (edge.from === id || edge.to === id) edges.add(edge.id);
  } else if (chosen.kind === "edge") {
    edges.add(chosen.id);
  } else {
    const index = statementByKey.get(chosen.id);
    (edgesOfStatement.get(index) || []).forEach((id) => edges.add(id));
    statements[index].takesPart.forEach((id) => nodes.add(id));
  }
  for (const id of edges) nodes.add(edgeById.get(id).from).add(edgeById.get(id).to);
  return { nodes, edges };
}

function styledNode(node, lit) {
  const colour = colourOf.node(entities[node.id].type), ground = colourOf.css("--ground"), accent = colourOf.css("--accent");
  const bright = !lit || lit.nodes.has(node.id);
  const marked = { background: colour, border: accent };
  const chosen = state.selected && state.selected.kind === "node" && entityByKey.get(state.selected.id) === node.id;
  return {
    id: node.id, hidden: !drawn.shown.has(node.id), opacity: bright ? 1 : 0.18, borderWidth: chosen ? 3 : 1.5,
    color: { background: colour, border: chosen ? accent : ground, highlight: marked, hover: { background: colour, border: colour } },
  };
}

function styledEdge(edge, shown, lit) {
  const colour = colourOf.edge(edge.type, edge.certainty);
  const faded = lit && !lit.edges.has(edge.id);
  return {
    id: edge.id, hidden: !shown.has(edge.id),
    color: { color: colour, highlight: colour, hover: colour, opacity: faded ? 0.08 : edge.role ? 0.5 : drawn.shownEdges.length > 150 ? 0.65 : 0.85 },
  };
}

/* ---- a few words at the pointer ---- */
function showTip(event, content) {
  const tip = byId("tip"), stage = byId("stage").getBoundingClientRect();
  tip.replaceChildren(...content);
  tip.hidden = false;
  const x = event.clientX - stage.left, y = event.clientY - stage.top;
  tip.style.left = `${Math.max(4, Math.min(x + 14, stage.width - tip.offsetWidth - 6))}px`;
  tip.style.top = `${y + 18 + tip.offsetHeight > stage.height ? y - tip.offsetHeight - 10 : y + 18}px`;
}

function hideTip() {
  byId("tip").hidden = true;
}

function nodeTip(id) {
  const entity = entities[id];
  return [el("strong", {}, entity.name), el("div", { class: "more" }, `${capital(named("types", entity.type))} · ${counted(entity.open.length)}`)];
}

function edgeTip(edge) {
  const open = edge.statements.filter((s) => seen.statements.has(s));
  const line = [named("certainties", edge.certainty)];
  if (open.length > 1) line.push(counted(open.length));
  return [headline(statements[open[0]]), el("div", { class: "more" }, line.join(" · "))];
}
