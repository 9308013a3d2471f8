// The situation map: outlines coloured by numbers, a card for the unit clicked. The list beside it needs no script.
const SHAPES = {green: "<circle cx='6' cy='6' r='5'/>", amber: "<path d='M6 .2 11.8 6 6 11.8.2 6z'/>", red: "<path d='M6 .6 12 11.4H0z'/>", paused: "<path d='M2 1h3v10H2zM7 1h3v10H7z'/>"};
const face = document.querySelector("[data-map]");
const place = document.querySelector("[data-map-card]");
const template = document.querySelector("[data-map-words]");

async function json(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  return answer.json();
}

function card(unit, close) {
  const node = template.content.querySelector("article").cloneNode(true);
  const say = (name, words, url) => {
    const spot = node.querySelector(`[data-${name}]`);
    spot.textContent = words;
    if (url) spot.href = url;
  };
  say("label", unit.label);
  say("level", unit.level);
  say("code", unit.code);
  say("open", unit.open, unit.open_url);
  say("late", unit.late, unit.late_url);
  say("on-time", unit.on_time, unit.board_url);
  say("parts", unit.parts);
  say("leader", unit.leader);
  say("households", unit.households?.toLocaleString() ?? "");
  node.querySelector("[data-sample]").hidden = !unit.is_sample;
  node.querySelector("[data-leader-row]").hidden = !unit.leader;
  node.querySelector("[data-households-row]").hidden = !unit.households;
  const lamp = node.querySelector("[data-late-lamp]");
  lamp.hidden = !unit.late;
  lamp.querySelector(".lamp > span:last-child").textContent = `${node.querySelector("[data-late]").closest("div").querySelector("dt").textContent} ${unit.late}`;
  const into = node.querySelector("[data-into]");
  into.href = unit.is_lowest ? unit.open_url : unit.url;
  if (unit.is_lowest) into.textContent = into.dataset.cases;
  node.querySelector("[data-board]").href = unit.board_url;
  node.querySelector("[data-close]").addEventListener("click", close);
  return node;
}

// A name that would cover another is left out, its number first tried alone; the units with most cases keep theirs.
function spread(labels) {
  const taken = [];
  const fits = (element) => {
    const box = element.getBoundingClientRect();
    const free = !taken.some((other) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top);
    if (free) taken.push(box);
    return free;
  };
  for (const {element, words, number} of labels) {
    element.classList.remove("number-only", "covered");
    if (fits(words)) continue;
    element.classList.add(fits(number) ? "number-only" : "covered");
  }
}

async function draw() {
  const [outlines, counts] = await Promise.all([json(face.dataset.outlines), json(face.dataset.counts)]);
  const units = new Map(counts.units.map((unit) => [unit.code, unit]));
  const map = L.map(face, {zoomControl: false, attributionControl: false, zoomSnap: 0.1, scrollWheelZoom: true, renderer: L.svg({padding: 0.5})});
  const layers = new Map();
  const names = [];

  const pick = (code) => {
    for (const [other, layer] of layers) layer.getElement()?.classList.toggle("picked", other === code);
    for (const row of document.querySelectorAll("[data-unit]")) row.classList.toggle("picked", row.dataset.unit === code);
    layers.get(code)?.bringToFront();
    place.replaceChildren(...(code ? [card(units.get(code), () => pick(null))] : []));
  };

  const shapes = L.geoJSON(outlines, {
    style: (feature) => {
      const unit = units.get(feature.properties.code);
      return {className: unit ? `map-unit c${unit.shade}` : "map-unit other", fillOpacity: 1, weight: 1.5};
    },
    onEachFeature: (feature, layer) => {
      const {code, label, label_point: point} = feature.properties;
      const unit = units.get(code);
      if (!unit) return;
      layers.set(code, layer);
      layer.on("click", () => pick(code));
      layer.on("dblclick", () => { if (!unit.is_lowest) location.assign(unit.url); });
      const words = document.createElement("span");
      const name = document.createElement("b");
      name.textContent = label;
      const number = document.createElement("span");
      number.textContent = face.dataset.by === "late" ? unit.late : unit.open;
      words.append(name, number);
      const tip = L.tooltip({permanent: true, direction: "center", className: `map-label c${unit.shade}${unit.shade > 3 ? " on" : ""}`, interactive: false})
        .setContent(words).setLatLng([point[1], point[0]]).addTo(map);
      names.push({tip, words, number});
    },
  }).addTo(map);

  const bounds = face.hasAttribute("data-lowest") && layers.size ? [...layers.values()][0].getBounds() : shapes.getBounds();
  const wide = innerWidth > 900;
  // beside the card where that costs little: tall shapes move to the right, wide ones keep the whole width
  const besideCard = wide && map.getBoundsZoom(bounds, false, L.point(80, 90)) - map.getBoundsZoom(bounds, false, L.point(430, 90)) < 0.3;
  map.fitBounds(bounds, {paddingTopLeft: [besideCard ? 390 : wide ? 40 : 10, 30], paddingBottomRight: [wide ? 40 : 10, wide ? 60 : 90]});
  names.sort((one, other) => other.number.textContent - one.number.textContent);
  const spreadNames = () => spread(names.map(({tip, words, number}) => ({element: tip.getElement(), words, number})));
  map.on("zoomend", spreadNames);
  spreadNames();
  for (const point of counts.points) {
    L.marker([point.lat, point.lng], {
      icon: L.divIcon({className: `map-point ${point.lamp}`, iconSize: [12, 12], html: `<svg viewBox="0 0 12 12" aria-hidden="true">${SHAPES[point.lamp] ?? SHAPES.green}</svg>`}),
      title: point.title, alt: point.title, keyboard: false, zIndexOffset: point.lamp === "red" ? 1000 : 0,
    }).on("click", () => location.assign(point.url)).addTo(map);
  }
  for (const row of document.querySelectorAll(".map-list [data-unit]")) {
    row.addEventListener("mouseenter", () => layers.get(row.dataset.unit)?.getElement()?.classList.add("picked"));
    row.addEventListener("mouseleave", () => { if (!row.classList.contains("picked")) layers.get(row.dataset.unit)?.getElement()?.classList.remove("picked"); });
  }
  if (face.hasAttribute("data-lowest") && wide) pick(counts.units[0]?.code ?? null);
}

const wait = document.querySelector("[data-map-wait]");
if (face && window.L) {
  wait.hidden = true;
  draw().catch((error) => { wait.hidden = false; wait.textContent = wait.dataset.failed ?? error.message; });
}
