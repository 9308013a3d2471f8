"""What somebody may type that no form expects."""

LONG_WORD = "门" * 60 + "x" * 400
MARKUP = '<script>alert(1)</script><img src=x onerror="alert(2)">&lt;b&gt;{{ 7*7 }}{% debug %}'
WAY_OUT = "]]></w:t>#set page()\\end{document}*_$%"

TEXTS = {
    "emoji": "👩‍👩‍👧‍👦 路灯🕯️不亮 🇨🇳",
    "right to left": "\u202eمرحبا\u202c مشكلة في الشارع \u2067שלום\u2069",
    "control characters": "路灯\x01\x02\x07\x08\x0b\x0c\x1b[31m\x7f\x85不亮",
    "no characters": "路灯\ufffe\uffff不亮",
    "a byte order mark": "\ufeff路灯不亮",
    "signs out of every plane": "𠮷野家 𝕳𝖊𝖑𝖑𝖔 \U0010fffd",
    "marks upon marks": "Z" + "\u0335\u0354\u0359" * 300,
    "a very long word": LONG_WORD,
    "markup": MARKUP,
    "ways out of papers": WAY_OUT,
    "a formula": '=HYPERLINK("http://x","y")',
    "a plus": "+1+cmd|' /C calc'!A0",
    "a minus": "-2+3",
    "an at sign": "@SUM(1+1)",
    "a full-width equals sign": "＝1+1",
    "SQL": "'; DROP TABLE cases_case; --",
    "percent and braces": "100 %s %(x)s {0} {x}",
    "line ends of all kinds": "一\r\n二\r三\n四\u2028五\u2029六",
}
BLANKS = [" ", "\n\n\t", "\u3000\u3000", "\u00a0", "\r\n", "\u2003"]
EMPTY_TO_THE_EYE = ["\u200b\u200b", "\ufeff", "\u2060", "\u202e", "\x01", "\u00ad"]
