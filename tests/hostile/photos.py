"""More than sixty files that somebody may send in place of a photo."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from PIL import Image

REFUSED, CLEANED = "refused", "cleaned"
PHP = b"<?php system($_GET['c']); ?>"
SCRIPT = b"<script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"
MARKS = (PHP, SCRIPT, b"Camera of somebody", b"13800000001", b"PK\x03\x04")  # of these nothing may be stored


@dataclass(frozen=True)
class File:
    """A file as it is sent, and what becomes of it: refused with words, or made a clean JPEG."""

    what: str
    name: str
    data: bytes
    content_type: str = "image/jpeg"
    becomes: str = REFUSED


def everything() -> list[File]:
    """Return all of them."""
    return [*disguised(), *other_formats(), *bombs(), *broken(), *odd_pictures(), *odd_names()]


def encoded(kind="JPEG", size=(320, 240), mode="RGB", colour=None, **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour if colour is not None else 0).save(out, kind, **options)
    return out.getvalue()


def textured(kind="JPEG", **options) -> bytes:
    """Return a picture with something on it, so that its file is long enough to be cut."""
    out = io.BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def disguised() -> list[File]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as members:
        members.writestr("shell.php", PHP)
    return [
        File("an SVG with a script", "a.svg", SVG, "image/svg+xml"),
        File("an SVG named .jpg", "a.jpg", SVG),
        File("an SVG with an XML head", "a.png", b"<?xml version='1.0'?>" + SVG, "image/png"),
        File("HTML named .png", "a.png", HTML, "image/png"),
        File("HTML as HTML", "a.html", HTML, "text/html"),
        File("PHP named .jpg", "a.php.jpg", PHP),
        File("a GIF that is JavaScript", "a.gif", b"GIF89a/*" + bytes(60) + b"*/=1;alert(1)", "image/gif"),
        File("a GIF that is a JAR", "a.gif", encoded("GIF") + archive.getvalue(), "image/gif"),
        File("a JPEG with a ZIP behind it", "a.jpg", encoded() + archive.getvalue(), becomes=CLEANED),
        File("a JPEG with PHP behind it", "a.jpg", encoded() + PHP, becomes=CLEANED),
        File("a JPEG with PHP in its comment", "a.php", encoded(comment=PHP), becomes=CLEANED),
        File("a PNG with HTML behind it", "a.html", encoded("PNG") + HTML, "text/html", CLEANED),
        File("a PNG with a script in its text", "a.png", png(b"tEXt", b"Title\0" + SCRIPT), becomes=CLEANED),
        File("a WebP with PHP behind it", "a.webp", encoded("WEBP") + PHP, "image/webp", CLEANED),
        File("a PNG named .jpg", "a.jpg", encoded("PNG"), becomes=CLEANED),
        File("a JPEG named .exe", "a.exe", encoded(), "application/x-msdownload", CLEANED),
        File("a JPEG said to be text", "a.jpg", encoded(), "text/plain; charset=utf-7", CLEANED),
        File("a JPEG said to be nonsense", "a.jpg", encoded(), "\u2028/💥", CLEANED),
    ]  # fmt: skip


def other_formats() -> list[File]:
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)
    return [
        File("a GIF", "a.gif", encoded("GIF"), "image/gif"),
        File("a TIFF", "a.tif", encoded("TIFF"), "image/tiff"),
        File("a BMP", "a.bmp", encoded("BMP"), "image/bmp"),
        File("an ICO", "a.ico", encoded("ICO"), "image/x-icon"),
        File("a JPEG 2000", "a.jp2", encoded("JPEG2000"), "image/jp2"),
        File("an AVIF", "a.avif", encoded("AVIF"), "image/avif"),
        File("a HEIC", "a.heic", heic, "image/heic"),
        File("a PDF", "a.pdf", encoded("PDF"), "application/pdf"),
        File("an EPS for Ghostscript", "a.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%id)(w)file"),
        File("a PSD", "a.psd", b"8BPS\0\x01" + bytes(6) + b"\0\x03\0\0\0\x09\0\0\0\x09\0\x08\0\x03" + bytes(40)),
        File("an EXE", "a.exe", b"MZ" + bytes(300) + b"PE\0\0", "application/x-msdownload"),
        File("an ELF", "a.jpg", b"\x7fELF\x02\x01\x01" + bytes(300)),
        File("a WMF", "a.wmf", b"\xd7\xcd\xc6\x9a" + bytes(60)),
        File("a ZIP", "a.zip", b"PK\x05\x06" + bytes(18), "application/zip"),
    ]  # fmt: skip


def bombs() -> list[File]:
    frame = b"\x21\xf9\x04\0\x0a\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0"
    gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff" + frame * 10_000 + b";"
    webp = io.BytesIO()
    colours = [Image.new("RGB", (64, 64), (number, 0, 0)) for number in range(200)]
    colours[0].save(webp, "WEBP", save_all=True, append_images=colours[1:])
    text = zlib.compress(bytes(30_000_000), 9)
    return [
        File("a PNG of 50,000 × 50,000", "a.png", png(size=(50_000, 50_000))),
        File("a PNG of 2³¹ pixels a side", "a.png", png(size=(2**31 - 1, 2**31 - 1))),
        File("a PNG of 64 million pixels", "a.png", encoded("PNG", (8000, 8000), "1")),
        File("a PNG of 13 million pixels", "a.png", encoded("PNG", (4160, 3120), "RGBA"), becomes=CLEANED),
        File("a JPEG of 65,000 × 65,000", "a.jpg", resized_jpeg(encoded(), 65_000, 65_000)),
        File("a JPEG of 39 million pixels", "a.jpg", encoded(size=(7500, 5200)), becomes=CLEANED),
        File("a progressive JPEG of 39 million pixels", "a.jpg", encoded(size=(7500, 5200), progressive=True)),
        File("a progressive JPEG of 19 million pixels", "a.jpg",
             encoded(size=(5000, 3800), progressive=True, subsampling=0), becomes=CLEANED),
        File("a progressive JPEG of 20,000 scans", "a.jpg", scans(20_000)),
        File("a WebP of 256 million pixels", "a.webp", oversized_webp()),
        File("a WebP of 13 million pixels", "a.webp", encoded("WEBP", (4160, 3120), method=0), becomes=CLEANED),
        File("a GIF of 10,000 frames", "a.gif", gif, "image/gif"),
        File("a WebP of 200 frames", "a.webp", webp.getvalue(), "image/webp", CLEANED),
        File("a PNG with 30 MB in a zTXt", "a.png", png(text=b"zTXt", payload=b"Comment\0\0" + text)),
        File("a PNG with 30 MB in an iTXt", "a.png", png(text=b"iTXt", payload=b"Comment\0\x01\0\0\0" + text)),
        File("a PNG with 30 MB in its ICC profile", "a.png", png(text=b"iCCP", payload=b"icc\0\0" + text)),
        File("a JPEG of 16 MB", "a.jpg", encoded() + bytes(16 * 1024 * 1024)),
        File("a JPEG with 8 MB of metadata", "a.jpg", with_segments(encoded(), 128), becomes=CLEANED),
    ]  # fmt: skip


def broken() -> list[File]:
    photo, picture = textured(), textured("PNG")
    tenths = range(1, 10)
    cut = [File(f"a JPEG cut at {tenth} tenths", "a.jpg", photo[: len(photo) * tenth // 10]) for tenth in tenths]
    cut += [File(f"a PNG cut at {tenth} tenths", "a.png", picture[: len(picture) * tenth // 10]) for tenth in (2, 5, 9)]
    progressive = textured(progressive=True)
    return [
        *cut,
        File("nothing", "a.jpg", b""),
        File("one byte", "a.jpg", b"\xff"),
        File("two bytes", "a.jpg", b"\xff\xd8"),
        File("a JPEG of zeros behind its head", "a.jpg", photo[:700] + bytes(len(photo)), becomes=CLEANED),
        File("a progressive JPEG cut in the middle", "a.jpg", progressive[: len(progressive) // 2]),
        File("a PNG with a wrong check sum", "a.png", picture[:29] + b"\0\0\0\0" + picture[33:]),
        File("a RIFF that is no WebP", "a.webp", b"RIFF\x24\0\0\0WEBPVP8X" + bytes(30), "image/webp"),
    ]


def odd_pictures() -> list[File]:
    camera = Image.Exif()
    camera[0x010F] = "Camera of somebody"
    camera[0x8825] = {1: "N", 2: (34.0, 45.0, 0.0), 3: "E", 4: (113.0, 39.0, 0.0)}
    huge = Image.Exif()
    huge[0x010E] = "Camera of somebody" * 3400
    pair = io.BytesIO()
    left = Image.new("RGB", (320, 240))
    left.save(pair, "MPO", save_all=True, append_images=[left])
    grey = io.BytesIO()
    Image.new("I;16", (64, 64), 40_000).save(grey, "PNG")
    nonsense = b"Exif\0\0II*\0\xff\xff\xff\xff" + b"\xff" * 400
    return [
        File("a photo with camera and position", "a.jpg", encoded(exif=camera), becomes=CLEANED),
        File("a photo with 60 kB of EXIF", "a.jpg", encoded(exif=huge), becomes=CLEANED),
        File("a photo with nonsense for EXIF", "a.jpg", encoded(exif=nonsense), becomes=CLEANED),
        File("a PNG with EXIF", "a.png", encoded("PNG", exif=camera), becomes=CLEANED),
        File("a WebP with EXIF", "a.webp", encoded("WEBP", exif=camera), becomes=CLEANED),
        File("a stereo photo (MPO)", "a.mpo", pair.getvalue(), becomes=CLEANED),
        File("a CMYK JPEG", "a.jpg", encoded(mode="CMYK"), becomes=CLEANED),
        File("a grey JPEG", "a.jpg", encoded(mode="L"), becomes=CLEANED),
        File("a grey PNG of 16 bits", "a.png", grey.getvalue(), becomes=CLEANED),
        File("a palette with transparency", "a.png", encoded("PNG", mode="P", transparency=0), becomes=CLEANED),
        File("a PNG of one bit", "a.png", encoded("PNG", mode="1"), becomes=CLEANED),
        File("one pixel", "a.png", encoded("PNG", (1, 1)), becomes=CLEANED),
        File("1 × 60,000", "a.png", encoded("PNG", (1, 60_000)), becomes=CLEANED),
        File("60,000 × 1", "a.png", encoded("PNG", (60_000, 1)), becomes=CLEANED),
    ]


def odd_names() -> list[File]:
    names = {
        "a way up": "../../../../etc/passwd",
        "a way up in Windows": "..\\..\\windows\\win.ini",
        "a drive": "C:\\autoexec.bat",
        "an absolute way": "/etc/cron.d/evil",
        "a NUL": "a.php\0.jpg",
        "5,000 signs": "长" * 5000 + ".jpg",
        "an emoji": "💥🧨.jpg",
        "a right-to-left override": "gpj.\u202egpj.exe",
        "HTML": '"><img src=x onerror=alert(1)>.jpg',
        "a line break": "a\r\nX-Evil: 1.jpg",
        "a percent sign": "%2e%2e%2fetc%2fpasswd %s %(name)s {0}",
        "a device": "CON",
    }
    named = [File(f"a photo named with {what}", name, encoded(), becomes=CLEANED) for what, name in names.items()]
    no_photo = [
        File(f"no photo, named with {what}", name, b"no photo") for what, name in names.items() if name.strip(".")
    ]
    return [*named, *no_photo[:9]]


def png(text: bytes = b"", payload: bytes = b"", size=(9, 9)) -> bytes:
    """Return a PNG of any size, whose data end early, with one more chunk."""
    rows = zlib.compress(b"".join(b"\0" + bytes(3 * 9) for _row in range(9)))
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0))]
    chunks += [(text, payload)] if text else []
    chunks += [(b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def resized_jpeg(data: bytes, width: int, height: int) -> bytes:
    """Return a JPEG that lies about its size."""
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def oversized_webp() -> bytes:
    """Return a WebP of two frames that says it is 16,000 pixels wide and high."""
    frames, out = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")], io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    data = out.getvalue()
    at = data.index(b"VP8X") + 12
    return data[:at] + (15_999).to_bytes(3, "little") * 2 + data[at + 6 :]


def scans(count: int) -> bytes:
    """Return a small file that takes minutes to decode: its last scan over sixteen million pixels, again and again."""
    data = encoded(size=(4000, 4000), mode="L", progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * count + b"\xff\xd9"


def with_segments(data: bytes, count: int) -> bytes:
    """Return a JPEG with so many segments of 64 kB that mean nothing."""
    segment = b"\xff\xe9" + struct.pack(">H", 65_535) + b"13800000001" + bytes(65_522)
    return data[:2] + segment * count + data[2:]
