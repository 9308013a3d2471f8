// Photos: made smaller before sending, shown as thumbs, removable. The file field itself always holds what will be sent.

const LONGEST_SIDE = 1600;
const SMALL_ENOUGH = 400 * 1024;

async function smaller(file) {
  if (file.size < SMALL_ENOUGH || !window.createImageBitmap) return file;
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width * scale, height: image.height * scale });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.85); });
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : file;
  } catch {
    return file; // the server says what is wrong with it
  }
}

export function followPhotos(box, note) {
  const input = box.querySelector("input[type=file]");
  const add = box.querySelector(".add");
  const most = Number(box.dataset.most);
  let kept = [];

  function keep(files) {
    const holder = new DataTransfer();
    files.forEach((file) => holder.items.add(file));
    kept = files;
    input.files = holder.files;
    show();
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
      off.addEventListener("click", () => keep(kept.filter((other) => other !== file)));
      thumb.append(image, off);
      add.before(thumb);
    });
    add.hidden = kept.length >= most;
  }

  input.addEventListener("change", async () => {
    const chosen = await Promise.all([...input.files].map(smaller));
    const all = [...kept, ...chosen];
    note.textContent = all.length > most ? box.dataset.mostWords : "";
    keep(all.slice(0, most));
  });
}
