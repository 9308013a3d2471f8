"""Names and telephone numbers for the demo: made up, the same on every machine, and nobody's."""

from hashlib import blake2b

# The common ones more often, as in life.
SURNAMES = (
    "王李张刘陈杨赵黄周吴" * 3 + "徐孙胡朱高林何郭马罗" * 2
    + "梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪"
    + "田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)  # fmt: skip
FIRST = "建国志文海晓玉春秀永德明宏立新世俊佳思雨子欣嘉宇浩天若诗雅静丽红卫东庆广长中学正振少金银兴福瑞祥"
SECOND = (
    "军伟强磊洋勇杰涛超鹏飞辉斌波峰刚平毅林华松岩亮凯芳娟霞燕玲桂英梅兰菊莉婷慧琳洁颖蕾萍"
    "云霄宁安康乐民生成义礼信仁博达远翔"
)

# People named in the newspaper article must not appear among the invented ones.
NEVER = frozenset({"刘敏", "楚征", "和根山", "荆花"})


def name_for(username: str) -> str:
    """Return the invented name of an account, always the same for the same account."""
    for attempt in range(1000):
        name = _name(f"{username}/{attempt}")
        if name not in NEVER:
            return name
    raise ValueError(f"no name for {username!r}")


def phone_for(username: str) -> str:
    """Return an office number in a range that cannot exist: 0371-0000 08xx."""
    return f"0371-0000 08{_digest(username)[6] % 100:02}"


def _name(text: str) -> str:
    digest = _digest(text)
    surname = SURNAMES[int.from_bytes(digest[:2]) % len(SURNAMES)]
    last = SECOND[digest[2] % len(SECOND)]
    first = FIRST[digest[3] % len(FIRST)] if digest[4] % 5 else ""  # one in five has a single given name
    return surname + first + last


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=8).digest()
