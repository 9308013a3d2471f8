"""Which typefaces a PDF is set in: those of official papers where the machine has them, else the ones carried along."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import typst
from django.utils.translation import gettext_lazy as _

CARRIED = "pylopdf_fonts_zh_cn"
# The families Noto comes in: the carried package, Debian's fonts-noto-cjk, the maker's own name.
SONG = ("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "Songti SC", "AR PL SungtiL GB")
HEI = ("SimHei", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "WenQuanYi Micro Hei")
WANTED = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", *SONG),
    "body": ("FangSong_GB2312", "FangSong", "STFangsong", "Zhuque Fangsong (technical preview)", "FandolFang", *SONG),
    "kai": ("KaiTi_GB2312", "KaiTi", "STKaiti", "FandolKai", "LXGW WenKai", *SONG),
    "hei": HEI,
    "song": SONG,
}
HEAVY = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05")
SIGNS = ("DejaVu Sans Mono",)  # inside the typesetter: boxes and arrows that a Chinese face may lack


class NoChineseFont(Exception):
    """No Chinese typeface is to be had; a PDF would be a page of empty boxes."""

    def __str__(self):
        return str(
            _("This machine has no Chinese typeface, so no PDF can be made. Run `make run` again or install one.")
        )


@dataclass(frozen=True)
class Fonts:
    """The families to try for each role, best first, and where their files are."""

    families: dict[str, tuple[str, ...]]
    folders: tuple[str, ...]
    bold_title: bool  # the title's face has, or is, a heavy weight; otherwise its outline is thickened


@cache
def carried_folders() -> tuple[str, ...]:
    """Return the folder of the typefaces that come with the Python packages, if they are installed."""
    try:
        return (str(files(CARRIED)),)
    except ModuleNotFoundError:
        return ()


@cache
def find(folders: tuple[str, ...] | None = None, of_machine: bool = True) -> Fonts:
    """Return what the machine and the carried folders offer; once for each process.

    Raises NoChineseFont when not one family in the list of a role is there."""
    folders = carried_folders() if folders is None else folders
    there = typst.Fonts(include_system_fonts=of_machine, include_embedded_fonts=True, font_paths=list(folders)).fonts()
    weights: dict[str, int] = {}
    for font in there:
        weights[font.family] = max(weights.get(font.family, 0), font.weight)
    chosen = {role: tuple(name for name in names if name in weights) for role, names in WANTED.items()}
    every = tuple(dict.fromkeys(name for names in chosen.values() for name in names))
    if not every:
        raise NoChineseFont
    families = {role: (*dict.fromkeys((*names, *every)), *SIGNS) for role, names in chosen.items()}
    first = families["title"][0]
    return Fonts(families, folders, first in HEAVY or weights[first] >= 600)
