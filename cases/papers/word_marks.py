"""What python-docx has no words for: East Asian typefaces, rules, fields, floating and repeating parts."""

from xml.sax.saxutils import escape

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, nsmap, qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

LATIN = "Times New Roman"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
FACES = (  # name, what it is called elsewhere, family
    ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "roman"),
    ("仿宋", "FangSong", "roman"),
    ("楷体", "KaiTi", "roman"),
    ("宋体", "SimSun", "roman"),
    ("黑体", "SimHei", "swiss"),
    (LATIN, "Times", "roman"),
)
SIDES = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def element(tag: str, /, **attributes: str | int):
    """Make an element w:tag with attributes w:key."""
    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def face(holder, name: str, points: float, *, bold=False, colour: RGBColor | None = None) -> None:
    """Set a run or style in a Chinese face, Latin letters in their own."""
    font = holder.font
    font.name, font.size, font.bold = LATIN, Pt(points), bold
    if colour is not None:
        font.color.rgb = colour
    faces = holder.element.get_or_add_rPr().get_or_add_rFonts()
    for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{key}"), None)
    faces.set(qn("w:eastAsia"), name)
    faces.set(qn("w:cs"), LATIN)


def run(paragraph: Paragraph, text: str, name: str, points: float, *, bold=False, colour=None) -> None:
    """Add a text; its line breaks stay line breaks, its tabs are tabs."""
    face(paragraph.add_run(text), name, points, bold=bold, colour=colour)


def tell_faces(document) -> None:
    """Say what each Chinese face is like and what it is called elsewhere, for machines that lack it."""
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="{family}"/>'
        '<w:pitch w:val="default"/></w:font>'
        for name, other, family in FACES
    )
    part = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/fontTable"))
    part._blob = f'{XML}<w:fonts xmlns:w="{nsmap["w"]}">{rows}</w:fonts>'.encode()
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def heading_style(style, name: str, pitch: float) -> None:
    """Make a heading look like a heading of an official paper: black, no space around it, kept with what follows."""
    face(style, name, 16, colour=RGBColor(0, 0, 0))
    style.font.italic = False
    shape = style.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    shape.keep_with_next = True


def line_grid(section, pitch: float) -> None:
    """Lay the lines of a page on a grid; pitch in points."""
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(element("docGrid", type="lines", linePitch=round(pitch * 20)))


def align(paragraph: Paragraph, side: str) -> None:
    """Align a paragraph: left, center, right or both."""
    paragraph.alignment = SIDES[side]


def height(paragraph: Paragraph, line: float | None, before: float, after: float) -> None:
    """Set the height of a line in points (None: as the type needs) and the space around a paragraph."""
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    off = element("snapToGrid", val=0)
    paragraph._p.get_or_add_pPr().insert_element_before(off, "w:spacing", "w:ind", "w:jc", "w:rPr")
    if line is None:
        shape.line_spacing = 1.0
    else:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)


def tab_right(paragraph: Paragraph, millimetres: float) -> None:
    """Let a tab push what follows to the right edge."""
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(millimetres), WD_TAB_ALIGNMENT.RIGHT)


def tab_at(paragraph: Paragraph, points: float) -> None:
    """Let a tab reach a distance from the left edge."""
    paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(points))


def rule_below(paragraph: Paragraph, colour: str, points: float) -> None:
    """Draw a rule below a paragraph."""
    borders = element("pBdr")
    borders.append(element("bottom", val="single", sz=round(points * 8), space=6, color=colour))
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def page_number(paragraph: Paragraph, name: str, points: float) -> None:
    """Write — 1 — with the number of the page."""
    run(paragraph, "— ", name, points)
    for part in (element("fldChar", fldCharType="begin"), "PAGE", element("fldChar", fldCharType="end")):
        holder = paragraph.add_run()
        face(holder, name, points)
        if isinstance(part, str):
            code = element("instrText")
            code.text = part
            holder._r.append(code)
        else:
            holder._r.append(part)
    run(paragraph, " —", name, points)


def ruled(table, widths: list[float], padding: tuple[float, float]) -> None:
    """Rule a table with thin lines on all sides; widths and padding (above, beside) in millimetres."""
    table.style = "Table Grid"
    _widths(table, widths)
    margins = element("tblCellMar")
    for side, size in (("top", padding[0]), ("left", padding[1]), ("bottom", padding[0]), ("right", padding[1])):
        margins.append(element(side, w=Mm(size).twips, type="dxa"))
    table._tbl.tblPr.append(margins)


def bare(table, widths: list[float]) -> None:
    """Leave a table without lines."""
    _widths(table, widths)


def _widths(table, widths: list[float]) -> None:
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER  # edges on the margins, whichever way a program counts the padding
    whole = sum(Mm(width).twips for width in widths)
    for old in table._tbl.tblPr.findall(qn("w:tblW")):
        old.set(qn("w:w"), str(whole))
        old.set(qn("w:type"), "dxa")
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Mm(width)
    for row in table._tbl.tr_lst:
        for place, width in zip(row.tc_lst, widths, strict=True):
            place.width = Emu(Mm(width))


def rules_across(table) -> None:
    """Rule a table above, between its rows and below, as 版记 has it."""
    borders = element("tblBorders")
    for side, size in (("top", 8), ("bottom", 8), ("insideH", 6)):
        borders.append(element(side, val="single", sz=size, space=0, color="000000"))
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(borders)


def float_at_foot(table) -> None:
    """Let a table float at the lower margin of its page. LibreOffice leaves it where it stands, below the text."""
    place = element(
        "tblpPr", leftFromText=0, rightFromText=0, vertAnchor="margin", horzAnchor="margin", tblpXSpec="left",
        tblpYSpec="bottom",
    )  # fmt: skip
    table._tbl.tblPr.find(qn("w:tblW")).addprevious(place)


def keep_whole(row) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(element("cantSplit"))


def middle(place) -> None:
    """Put what a cell holds halfway between its upper and lower edge."""
    place.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def data_rows(table, rows, widths: list[float], sides: list[str], name: str, head_name: str, points: float) -> None:
    """Write the rows of a table of data, the first a head that comes again on each page.

    rows yields (texts, keeps whole). Written as text: python-docx needs seconds for a few hundred rows."""
    twips = [Mm(width).twips for width in widths]
    for number, (values, whole) in enumerate(rows):
        head = number == 0
        places = zip(values, twips, ["center"] * len(sides) if head else sides, strict=True)
        cells = "".join(
            _place(value, width, side, head_name if head else name, points) for value, width, side in places
        )
        properties = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if head else "")
        table._tbl.append(parse_xml(f"<w:tr {nsdecls('w')}><w:trPr>{properties}</w:trPr>{cells}</w:tr>"))


def _place(text: str, width: int, side: str, name: str, points: float) -> str:
    half, line = round(points * 2), round(points * 20 + 100)
    face_of = (
        f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{name}" w:cs="{LATIN}"/><w:sz w:val="{half}"/>'
    )
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n"))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>'
        f'<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>'
        f'<w:jc w:val="{side}"/></w:pPr><w:r><w:rPr>{face_of}</w:rPr>{words}</w:r></w:p></w:tc>'
    )
