// Says beside a text, while it is typed, that a number in it is not needed or will be masked for the public. Only a hint:
// what is kept and shown is decided on the server (residents/detecting.py), which knows more ways to write a number.
const BETWEEN = /(\d)[\s-]{1,2}(?=\d)/g;
const PHONE = /(^|\D)((\+?86)?1[3-9]\d{9}|0\d{2,3}[1-9]\d{6,7})(?!\d)/;
const ID = /(^|\D)[1-8]\d{5}(18|19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}[\dXx](?!\d)/;
const CARD = /(^|\D)[3-69]\d{12,18}(?!\d)/;

for (const text of document.querySelectorAll("[data-number-words], [data-unneeded-words]")) {
  const hint = document.createElement("p");
  hint.className = "hint";
  hint.setAttribute("role", "status");
  hint.hidden = true;
  text.after(hint);
  const look = () => {
    const plain = text.value.normalize("NFKC").replace(BETWEEN, "$1");
    const unneeded = ID.test(plain) || CARD.test(plain);
    const words = (unneeded && text.dataset.unneededWords) || ((unneeded || PHONE.test(plain)) && text.dataset.numberWords) || "";
    if (hint.textContent !== words) hint.textContent = words;
    hint.hidden = !words;
  };
  text.addEventListener("input", look);
  look();
}
