// Photos: made smaller before sending, shown as thumbs, removable. The file field itself always holds what will be sent.

const LONGEST_SIDE = 1600;
const SMALL_ENOUGH = 400 * 1024;

// The picture as it is seen, turned upright; fails for what this browser cannot read.
async function upright(file) {
  if (window.createImageBitmap) return createImageBitmap(file, { imageOrientation: "from-image" });
  const image = Object.assign(new Image(), { src: URL.createObjectURL(file) });
  try {
    await image.decode();
  } finally {
    URL.revokeObjectURL(image.src);
  }
  return image;
}

async function smaller(file) {
  try {
    const image = await upright(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
    if (scale === 1 && file.size < SMALL_ENOUGH) return file;
    const [width, height] = [image.width, image.height].map((side) => Math.max(1, Math.round(side * scale)));
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const pen = canvas.getContext("2d");
    pen.fillStyle = "white"; // what is transparent would turn black
    pen.fillRect(0, 0, width, height);
    pen.drawImage(image, 0, 0, width, height);
    image.close?.();
    const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.85); });
    return blob && (scale < 1 || blob.size < file.size) ? new File([blob], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" }) : file;
  } catch {
    return file; // such as HEIC, where the browser knows none: the server says what is wrong with it
  }
}

// `tell` hears of the files each time they change by hand. Photos chosen while others are still being made smaller come after
// those; a form that is sent meanwhile goes once all are there.
export function followPhotos(box, note, tell = () => {}) {
  const input = box.querySelector("input[type=file]");
  const add = box.querySelector(".add");
  const most = Number(box.dataset.most);
  let kept = [];
  let work = Promise.resolve(); // one thing after the other
  let left = 0;
  let isHeld = false;

  function queue(act) {
    left += 1;
    work = work.then(act).finally(() => { left -= 1; });
  }

  function keep(files) {
    const holder = new DataTransfer();
    files.forEach((file) => holder.items.add(file));
    kept = files;
    input.files = holder.files;
    show();
  }

  async function take(chosen) {
    const files = [];
    for (const file of chosen) files.push(await smaller(file)); // one at a time: an old phone has room for one
    const all = [...kept, ...files];
    note.textContent = all.length > most ? box.dataset.mostWords : "";
    keep(all.slice(0, most));
    await tell(kept);
  }

  function remove(file) {
    keep(kept.filter((other) => other !== file));
    queue(() => tell(kept));
  }

  function show() {
    box.querySelectorAll(".thumb").forEach((thumb) => { URL.revokeObjectURL(thumb.querySelector("img").src); thumb.remove(); });
    kept.forEach((file, at) => {
      const thumb = document.createElement("div");
      thumb.className = "thumb";
      const image = Object.assign(new Image(), { src: URL.createObjectURL(file), alt: box.dataset.photoWords.replace("{n}", at + 1) });
      const off = Object.assign(document.createElement("button"), { type: "button", className: "off" });
      off.setAttribute("aria-label", box.dataset.removeWords.replace("{n}", at + 1));
      off.append(Object.assign(document.createElement("span"), { textContent: "×" }));
      off.addEventListener("click", () => remove(file));
      thumb.append(image, off);
      add.before(thumb);
    });
    add.hidden = kept.length >= most;
  }

  input.addEventListener("change", () => {
    const chosen = [...input.files];
    keep(kept);
    queue(() => take(chosen));
  });
  input.form.addEventListener("submit", (event) => {
    if (!left) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isHeld) return;
    isHeld = true;
    work.then(() => { isHeld = false; event.submitter?.click(); });
  });
  return { keep };
}
