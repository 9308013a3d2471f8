"""Names of places in Latin letters: pinyin for search, English names for English pages."""

import re
from functools import cache

from pypinyin import Style, lazy_pinyin, load_phrases_dict

# Readings that the dictionary does not know or gets wrong in this city's names.
READINGS = {
    "中牟": [["zhōng"], ["mù"]],
    "古荥": [["gǔ"], ["xíng"]],
    "大隗": [["dà"], ["wěi"]],
    "祭城": [["zhà"], ["chéng"]],
    "商都": [["shāng"], ["dū"]],
    "绿都": [["lǜ"], ["dū"]],
    "花都": [["huā"], ["dū"]],
    "新都": [["xīn"], ["dū"]],
    "郦都": [["lì"], ["dū"]],
    "朝阳": [["cháo"], ["yáng"]],
    "长椿": [["cháng"], ["chūn"]],
    "民乐": [["mín"], ["lè"]],
    "柏林": [["bǎi"], ["lín"]],
    "开发行": [["kāi"], ["fā"], ["háng"]],
    "树行": [["shù"], ["háng"]],
    "王行庄": [["wáng"], ["háng"], ["zhuāng"]],
    "单庄": [["shàn"], ["zhuāng"]],
    "单家": [["shàn"], ["jiā"]],
}

DISTRICTS_EN = {
    "管城回族区": "Guancheng Hui District",
    "郑州经济技术开发区": "Zhengzhou Economic and Technological Development Zone",
    "郑州高新技术产业开发区": "Zhengzhou High-tech Industrial Development Zone",
    "郑州航空港经济综合实验区": "Zhengzhou Airport Economy Zone",
}

# What stands before a name and is said otherwise in English: the zone is the line above its street offices already.
BEFORE_STREETS = {"郑州经济技术开发区": "", "郑州曲梁": "Zhengzhou Quliang"}

# Endings with their English, the longest first. What stands before them is romanised.
DISTRICT_ENDINGS = {"区": "District", "县": "County", "市": "City"}
STREET_ENDINGS = {
    "国家级森林公园": "National Forest Park",
    "产业集聚区": "Industrial Cluster",
    "风景区": "Scenic Area",
    "回族乡": "Hui Township",
    "回族镇": "Hui Town",
    "新区": "New Area",
    "街道": "Subdistrict",
    "镇": "Town",
    "乡": "Township",
}
COMMUNITY_ENDINGS = {
    "社区管理委员会": "Community",
    "社区委员会": "Community",
    "社区": "Community",
    "村": "Village",
}

# Written as words of their own at the end of a name: Jinyuan Xiaoqu, Kangqiao Huacheng.
GENERIC_WORDS = ("小区", "花园", "家园", "新村", "新城", "华城", "公寓", "广场", "名城", "佳苑")

load_phrases_dict(READINGS)


def letters(name: str) -> str:
    """Return the pinyin of a name in lower case without spaces: jinyuanxiaoqushequ."""
    return _searchable("".join(_syllables(name)))


def initials(name: str) -> str:
    """Return the first letter of every syllable: jyxqsq."""
    return _searchable("".join(lazy_pinyin(name, style=Style.FIRST_LETTER)))


def district(name: str) -> str:
    """Return the English name of a county-level unit: Zhongyuan District."""
    return DISTRICTS_EN.get(name) or _with_ending(name, DISTRICT_ENDINGS)


def street(name: str) -> str:
    """Return the English name of a street office or town: Ruhelu Subdistrict."""
    for beginning, english in BEFORE_STREETS.items():
        if name.startswith(beginning):
            return f"{english} {_with_ending(name.removeprefix(beginning), STREET_ENDINGS)}".strip()
    return _with_ending(name, STREET_ENDINGS)


def community(name: str) -> str:
    """Return the English name of a community or village: Jinyuan Xiaoqu Community."""
    return _with_ending(name, COMMUNITY_ENDINGS)


def _with_ending(name: str, endings: dict[str, str]) -> str:
    for ending, english in endings.items():
        if name.endswith(ending):
            return f"{_words(name.removesuffix(ending))} {english}".strip()
    return _words(name)


def _words(name: str) -> str:
    for word in GENERIC_WORDS:
        if name.endswith(word) and len(name) > len(word) + 1:
            return f"{_capitalised(name.removesuffix(word))} {_capitalised(word)}"
    return _capitalised(name)


def _capitalised(name: str) -> str:
    """Write syllables together, with the apostrophe of 西安 Xi'an before a, e and o."""
    syllables = _syllables(name)
    joined = "".join(
        f"'{syllable}" if place and syllable[:1] in "aeo" and syllables[place - 1].isalpha() else syllable
        for place, syllable in enumerate(syllables)
    )
    return joined[:1].upper() + joined[1:]


@cache
def _syllables(name: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(name, v_to_u=True))


def _searchable(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower().replace("ü", "v"))
