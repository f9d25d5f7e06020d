/* Names and edge words, drawn over vis-network's picture at a constant size on the screen. The most important come
   first, each takes the first free place around its node, and what has none waits until there is room: no two ever
   overlap, at any zoom, with any font. */
const measuring = document.createElement("canvas").getContext("2d");
const measured = new Map();
const EDGE_FONT = `500 11.5px ${FONT}`;
const EDGE_LABELS = 40;
const LEADING = 24;

function nodeFont(node) {
  return node.main ? `650 13.5px ${FONT}` : `500 12px ${FONT}`;
}

function widthOf(text, font) {
  const key = font + "\n" + text;
  if (!measured.has(key)) {
    measuring.font = font;
    measured.set(key, measuring.measureText(text).width);
  }
  return measured.get(key);
}

/* A name in one or two lines of about twenty characters. */
function linesOf(name) {
  if (name.length <= 22) return [name];
  const lines = [""];
  for (const word of name.split(/\s+/)) {
    const last = lines.length - 1;
    if (lines[last] && lines[last].length + word.length + 1 > 21) lines.push(word);
    else lines[last] = lines[last] ? `${lines[last]} ${word}` : word;
  }
  const two = lines.length > 2 ? [lines[0], `${lines[1]} …`] : lines;
  return two.map((line) => (line.length > 26 ? `${line.slice(0, 25)}…` : line));
}

function textSize(node) {
  if (!node.lines) node.lines = linesOf(entities[node.id].name);
  const font = nodeFont(node), line = node.main ? 16 : 14.5;
  return { font, line, width: Math.max(...node.lines.map((l) => widthOf(l, font))), height: line * node.lines.length };
}

const overlap = (a, b) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;

/* Below, above, right, left, moved aside and at the corners of a node of radius r at (x, y), all in screen pixels. */
function places(x, y, r, { width, height }) {
  const w = width / 2, h = height / 2, out = r + 3, slant = r * 0.7 + 2;
  return [[x, y + out + h], [x, y - out - h], [x + out + w + 1, y], [x - out - w - 1, y],
    [x + w * 0.5, y + out + h], [x - w * 0.5, y + out + h], [x + w * 0.5, y - out - h], [x - w * 0.5, y - out - h],
    [x + slant + w, y + slant + h], [x - slant - w, y + slant + h], [x + slant + w, y - slant - h], [x - slant - w, y - slant - h],
  ].map(([cx, cy]) => ({ x0: cx - w - 2, y0: cy - h - 1, x1: cx + w + 2, y1: cy + h + 1, cx, cy }));
}

function paintLabels(context) {
  const scale = page.network.getScale();
  const at = page.network.getPositions([...drawn.shown]);
  const view = page.network.getViewPosition(), frame = byId("graph");
  const lit = litBySelection();
  const inView = (x, y) => Math.abs(x - view.x) * scale < frame.clientWidth / 2 + 60
    && Math.abs(y - view.y) * scale < frame.clientHeight / 2 + 60;
  const nodes = [...drawn.shown].map((id) => nodeById.get(id)).filter((n) => inView(at[n.id].x, at[n.id].y));
  const circles = nodes.map((node) => {
    const { x, y } = at[node.id], r = node.size * scale + 1;
    return { id: node.id, main: node.place < LEADING, x0: x * scale - r, y0: y * scale - r, x1: x * scale + r, y1: y * scale + r };
  });
  const taken = [cornerOfZoom(view, scale, frame)];
  const edge = { x: frame.clientWidth / 2 - 3, y: frame.clientHeight / 2 - 3 };
  const inside = (box) => box.x0 > view.x * scale - edge.x && box.x1 < view.x * scale + edge.x
    && box.y0 > view.y * scale - edge.y && box.y1 < view.y * scale + edge.y;
  const free = (box, own) => inside(box) && !taken.some((other) => overlap(box, other))
    && !circles.some((circle) => circle.id !== own && overlap(box, circle));
  /* A main name may cover lesser nodes where a dense picture leaves no other way, as few as possible. */
  const least = (boxes, own) => boxes.filter((box) => inside(box) && !taken.some((other) => overlap(box, other)))
    .map((box, i) => [circles.reduce((sum, c) => sum + (c.id !== own && overlap(box, c) ? (c.main ? 1000 : c.x1 - c.x0) : 0), i / 10), box])
    .filter(([cost]) => cost < 1000).sort((a, b) => a[0] - b[0]).map(([, box]) => box)[0];
  const crossed = crossings(scale);
  const named = placeNames(nodes, at, scale, taken, { free, least, crossed }, lit);
  const worded = placeWords(scale, inView, taken, free, lit);
  const ground = colourOf.css("--ground"), ink = colourOf.css("--ink");
  context.save();
  context.scale(1 / scale, 1 / scale);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const item of worded) drawWord(context, item, ground);
  for (const item of named) drawName(context, item, ground, ink, lit);
  focusRing(context, at, scale);
  context.restore();
  page.placed = { nodes: named, edges: worded };
}

/* Counts the lines that run through a box; in a dense picture they run through everything, so nothing is counted. */
function crossings(scale) {
  if (drawn.shownEdges.length > 120) return () => 0;
  const lines = drawn.shownEdges.map((edge) => {
    const curve = page.network.body.edges[edge.id].edgeType;
    return [0.08, 0.16, 0.24, 0.32, 0.4, 0.5, 0.6, 0.68, 0.76, 0.84, 0.92].map((t) => {
      const point = curve.getPoint(t);
      return { x: point.x * scale, y: point.y * scale };
    });
  });
  return (box) => lines.filter((line) => line.some((p) => p.x > box.x0 && p.x < box.x1 && p.y > box.y0 && p.y < box.y1)).length;
}

/* The zoom buttons cover a corner of the picture; no name goes there. */
function cornerOfZoom(view, scale, frame) {
  const buttons = byId("zoom");
  const x = view.x * scale - frame.clientWidth / 2 + buttons.offsetLeft, y = view.y * scale - frame.clientHeight / 2 + buttons.offsetTop;
  return { x0: x - 4, y0: y - 4, x1: x + buttons.offsetWidth + 4, y1: y + buttons.offsetHeight + 4 };
}

function placeNames(nodes, at, scale, taken, { free, least, crossed }, lit) {
  const first = (node) => (node.id === drawn.hovered || node.id === drawn.focused ? 2 : lit && lit.nodes.has(node.id) ? 1 : 0);
  const order = [...nodes].sort((a, b) => first(b) - first(a) || a.place - b.place);
  const found = [];
  for (const node of order) {
    if (lit && !lit.nodes.has(node.id) && !first(node)) continue;
    const size = textSize(node), { x, y } = at[node.id];
    const all = places(x * scale, y * scale, node.size * scale, size);
    const open = all.filter((place) => free(place, node.id)).map((place, i) => [crossed(place) * 3 + i, place]);
    const box = (open.sort((a, b) => a[0] - b[0])[0] || [])[1] || (node.place < LEADING || first(node) ? least(all, node.id) : null)
      || (first(node) === 2 ? all[0] : null);
    if (!box) continue;
    taken.push(box);
    found.push({ id: node.id, lines: node.lines, ...size, ...box });
  }
  return found;
}

function placeWords(scale, inView, taken, free, lit) {
  const edges = lit ? drawn.shownEdges.filter((edge) => lit.edges.has(edge.id)) : drawn.shownEdges;
  const found = [];
  const curves = new Map(edges.map((edge) => [edge, page.network.body.edges[edge.id].edgeType]));
  const near = edges.filter((edge) => {
    const middle = curves.get(edge).getPoint(0.5);
    return inView(middle.x, middle.y);
  });
  const crowded = near.length > EDGE_LABELS;
  for (const edge of near) {
    const { denied } = data.looks.certainties[edge.certainty];
    if (crowded && !denied) continue;
    const texts = crowded ? [] : wordsOf(edge);
    const [text, box] = texts.map((words) => [words, spotFor(curves.get(edge), widthOf(words, EDGE_FONT) + 4, scale, free)])
      .find(([, spot]) => spot) || (denied ? ["✕", spotFor(curves.get(edge), 10, scale, () => true)] : [null, null]);
    if (!box) continue;
    taken.push(box);
    found.push({ id: edge.id, text, denied, edge, ...box });
  }
  return found;
}

/* The first free place for a word of this width: on the line from its middle outwards, then just above or below it. */
function spotFor(curve, width, scale, free) {
  for (const aside of [0, -10, 10]) {
    for (const t of [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74]) {
      const point = curve.getPoint(t), cx = point.x * scale, cy = point.y * scale + aside;
      const spot = { x0: cx - width / 2, y0: cy - 8, x1: cx + width / 2, y1: cy + 8, cx, cy };
      if (free(spot, null)) return spot;
    }
  }
  return null;
}

/* What a line says, with its certainty unless it is a fact; without, where there is no room for both. */
function wordsOf(edge) {
  const word = wordOf(edge);
  if (edge.role || edge.certainty === keysOf.certainty[0] || data.looks.certainties[edge.certainty].denied) return [word];
  return [`${word} (${named("certainties", edge.certainty)})`, word];
}

function wordOf(edge) {
  if (edge.role) return named("roles", edge.role);
  const kind = data.looks.statements[edge.type];
  return kind.edge ? named("edges", kind.edge) : named("statements", edge.type);
}

function drawWord(context, item, ground) {
  context.font = EDGE_FONT;
  context.lineWidth = 5;
  context.strokeStyle = ground;
  context.strokeText(item.text, item.cx, item.cy);
  context.fillStyle = colourOf.edge(item.edge.type, item.edge.certainty);
  context.fillText(item.text, item.cx, item.cy);
  if (!item.denied || item.text === "✕") return;
  context.fillRect(item.x0 + 2, item.cy, item.x1 - item.x0 - 4, 1.2);
}

function drawName(context, item, ground, ink, lit) {
  context.globalAlpha = lit && !lit.nodes.has(item.id) ? 0.4 : 1;
  context.font = item.font;
  context.lineWidth = 4;
  context.strokeStyle = ground;
  context.fillStyle = ink;
  item.lines.forEach((line, i) => {
    const y = item.cy + (i - (item.lines.length - 1) / 2) * item.line;
    context.strokeText(line, item.cx, y);
    context.fillText(line, item.cx, y);
  });
  context.globalAlpha = 1;
}

function focusRing(context, at, scale) {
  if (drawn.focused === null || !at[drawn.focused] || document.activeElement !== byId("graph")) return;
  const { x, y } = at[drawn.focused];
  context.beginPath();
  context.arc(x * scale, y * scale, nodeById.get(drawn.focused).size * scale + 6, 0, Math.PI * 2);
  context.lineWidth = 2;
  context.strokeStyle = colourOf.css("--focus");
  context.stroke();
}
