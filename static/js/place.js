// The place of a report: address, map, browser location and lists all lead to one grid code in the form.

export function followPlace(form) {
  const field = form.elements;
  const urls = form.dataset;
  const who = form.querySelector("[data-who]");
  const found = form.querySelector("[data-found]");
  const lists = [...form.querySelectorAll("[data-picker] select")];
  const picker = form.querySelector("[data-picker]");
  let map = null;
  let latest = 0;

  const card = () => who.querySelector("[data-grid]");
  const label = () => card()?.dataset.label || "";
  const path = () => (card()?.dataset.path || "").split(",").filter(Boolean);

  async function choose({ grid = "", lng = "", lat = "" }) {
    const turn = ++latest;
    Object.entries({ place_by: "script", grid, lng, lat }).forEach(([name, value]) => { field[name].value = value; });
    form.dispatchEvent(new Event("input"));
    const query = new URLSearchParams(grid ? { grid } : { lng, lat });
    const answer = await fetch(`${urls.placeUrl}?${query}`).catch(() => null);
    if (!answer?.ok || turn !== latest) return; // no connection, or a later choice was faster
    who.innerHTML = await answer.text();
    field.grid.value = card()?.dataset.grid || grid;
    form.dispatchEvent(new Event("input"));
    await fillLists(path());
    map?.show(path(), lng === "" ? null : [Number(lat), Number(lng)]);
  }

  async function children(parent) {
    const answer = await fetch(`${urls.childrenUrl}?parent=${parent}`).catch(() => null);
    return answer?.ok ? (await answer.json()).grids : [];
  }

  // The lists show the path of the grid that was chosen, and the choices one level further down.
  async function fillLists(codes) {
    lists[0].value = codes[0] || "";
    for (let level = 1; level < lists.length; level += 1) {
      const parent = codes[level - 1];
      const list = lists[level];
      list.closest("label").hidden = !parent;
      if (!parent) continue;
      if (list.dataset.parent !== parent) {
        list.dataset.parent = parent;
        list.replaceChildren(lists[0].options[0].cloneNode(true), ...(await children(parent)).map((grid) => new Option(grid.short_label, grid.code)));
      }
      list.value = codes[level] || "";
    }
  }

  function completeLists() {
    const names = ["district", "street", "community", "unit"];
    const words = (picker.dataset.levels || "").split("|");
    while (lists.length < names.length) {
      const copy = lists[0].closest("label").cloneNode(true);
      const list = copy.querySelector("select");
      list.name = names[lists.length];
      list.dataset.level = lists.length;
      list.value = "";
      copy.querySelector(".hint").textContent = words[lists.length] || "";
      copy.hidden = true;
      lists.at(-1).closest("label").after(copy);
      lists.push(list);
    }
    lists.forEach((list, level) => {
      if (level && list.options.length > 1) list.dataset.parent = lists[level - 1].value;
      list.addEventListener("change", () => choose({ grid: list.value || lists[level - 1]?.value || "" }));
    });
  }

  async function search(event) {
    event.preventDefault();
    const text = field.address.value.trim();
    if (!text) return field.address.focus();
    const answer = await fetch(`${urls.placeUrl}?${new URLSearchParams({ q: text })}`).catch(() => null);
    if (answer?.ok) found.innerHTML = await answer.text();
    const only = found.querySelectorAll("[name=found]");
    if (only.length === 1) {
      only[0].checked = true;
      choose({ grid: only[0].value });
    }
  }

  async function openMap() {
    if (map) return map;
    const { open } = await import(urls.mapModule);
    const box = form.querySelector("[data-map]");
    box.replaceChildren();
    map = await open(box, { leaflet: urls.leaflet, styles: urls.mapCss, outlines: urls.mapUrl, at: urls.atUrl, pick: (lat, lng) => choose({ lat, lng }), up: form.querySelector("[data-map-up]") });
    if (path().length) map.show(path(), null);
    if (document.activeElement === document.body) box.focus({ preventScroll: true }); // the button that had it is gone
    return map;
  }

  function locate() {
    const failed = form.querySelector("[data-locate-failed]");
    failed.hidden = true;
    const fail = () => { failed.hidden = false; };
    if (!navigator.geolocation) return fail();
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => choose({ lat: coords.latitude.toFixed(6), lng: coords.longitude.toFixed(6) }), fail, { enableHighAccuracy: true, timeout: 10000 },
    );
  }

  completeLists();
  form.querySelector("[data-pick]").hidden = true;
  if (card()) field.place_by.value = "script";
  picker.open = false;
  form.querySelector("[data-map-block]").hidden = false;
  form.querySelector("[data-map-open]").addEventListener("click", openMap);
  form.querySelector("[data-locate]").addEventListener("click", locate);
  form.querySelector("[data-search]").addEventListener("click", search);
  found.addEventListener("change", (event) => choose({ grid: event.target.value }));
  const [grid, lng, lat] = [field.grid.value, field.lng.value, field.lat.value];
  if ((grid || lng) && !card()) choose({ grid, lng, lat }); // out of a draft
  return { label };
}
